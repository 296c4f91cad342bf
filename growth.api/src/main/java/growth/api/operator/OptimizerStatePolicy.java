package growth.api.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to the optimizer state at a growth: a policy of the run (growth-methods 1.6). New entries always start at age 0. Along
 * learned maps, which have no copies, {@link growth.api.algebra.LinearMoments} says what each means.
 */
public enum OptimizerStatePolicy {
    /** Everything is forgotten (Du et al. 2024). */
    RESET,
    /** Moments go where the values go, unscaled; new entries have none (Yao et al. 2024). */
    CARRY,
    /** Moments go where the values go, scaled as the gradients are: m·a, v·a² (Shen et al. 2022). */
    SCALED,
    /** Originals keep their moments, copies start afresh, which breaks the symmetry between them (SPARKLING, 2026). */
    ASYMMETRIC;

    /** Returns the name in run files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the policy of that id, if there is one. */
    public static Optional<OptimizerStatePolicy> of(String id) {
        return Arrays.stream(values()).filter(p -> p.id().equals(id)).findFirst();
    }
}
