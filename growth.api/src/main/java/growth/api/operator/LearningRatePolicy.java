package growth.api.operator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to the learning-rate schedule at a growth: a policy of the run (growth-methods 1.6). */
public enum LearningRatePolicy {
    /** The schedule goes on. */
    CONTINUE,
    /** A fresh warm-up and a full schedule over what is left of the run (Du et al. 2024). */
    RESTART,
    /** Back to the peak without warm-up, then down to the same end (Yao et al. 2024). */
    REWIND,
    /** The schedule goes on after a short linear warm-up from 0 to where it stands (Shen et al. 2022). */
    REWARM;

    /** Returns the name in run files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the policy of that id, if there is one. */
    public static Optional<LearningRatePolicy> of(String id) {
        return Arrays.stream(values()).filter(p -> p.id().equals(id)).findFirst();
    }
}
