package growth.conformance;

import growth.api.operator.GrowthOperator;
import growth.engine.cpu.CpuEngine;
import java.util.List;

/** What the suite says of an operator. */
final class Suite {
    private Suite() {
    }

    static Conformance of(GrowthOperator operator) {
        return Conformance.of(operator, new CpuEngine());
    }

    /** Returns the faults found, of every family. */
    static List<String> faults(GrowthOperator operator) {
        try (Conformance suite = of(operator)) {
            return suite.faults();
        }
    }
}
