package growth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.engine.cpu.CpuEngine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /** Returns the faults found until each of the words stands in one of them: all faults where one never does. */
    private static List<String> faultsUpTo(Conformance suite, String... words) {
        List<String> faults = new ArrayList<>();
        Set<String> missing = new HashSet<>(List.of(words));
        try (suite) {
            for (Family family : Family.values()) {
                for (Conformance.Item item : suite.items(family)) {
                    try {
                        item.body().run();
                    } catch (Fault e) {
                        faults.add(e.getMessage());
                        missing.removeIf(e.getMessage()::contains);
                    }
                    if (missing.isEmpty()) {
                        return faults;
                    }
                }
            }
        }
        return faults;
    }

    /** Asserts that the suite finds faults that are named so. */
    static void assertFaults(Conformance suite, String... words) {
        List<String> faults = faultsUpTo(suite, words);
        for (String word : words) {
            assertThat(faults).anyMatch(fault -> fault.contains(word));
        }
    }
}
