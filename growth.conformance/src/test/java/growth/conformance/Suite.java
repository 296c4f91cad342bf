package growth.conformance;

import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.engine.cpu.CpuEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the suite says of an operator. */
final class Suite {
    private Suite() {
    }

    static Conformance of(GrowthOperator operator) {
        return Conformance.of(operator, new CpuEngine());
    }

    /** @return the faults found, of every family */
    static List<String> faults(GrowthOperator operator) {
        return faults(of(operator));
    }

    static List<String> faults(Conformance suite) {
        try (suite) {
            return Arrays.stream(Family.values()).flatMap(family -> suite.items(family).stream())
                    .flatMap(item -> run(item).stream()).toList();
        }
    }

    private static Optional<String> run(Conformance.Item item) {
        try {
            item.body().run();
            return Optional.empty();
        } catch (Fault e) {
            return Optional.of(e.getMessage());
        }
    }
}
