package growth.parallel.session;

/**
 * Settings of local steps (DiLoCo, Douillard et al. 2023, algorithm 1). The paper's choice, found best for any number of ranks, is an outer
 * learning rate of 0.7 with Nesterov momentum 0.9 (section 4.1).
 *
 * @param steps    inner steps H of each rank between two synchronisations, at least 1
 * @param outerLr  learning rate of the outer optimizer, above 0; 1 without momentum takes the mean of the ranks
 * @param momentum Nesterov momentum of the outer optimizer, in [0, 1)
 */
public record LocalSteps(int steps, double outerLr, double momentum) {
    /** Those of the paper, with fewer steps for runs as short as those here. */
    public static final LocalSteps USUAL = new LocalSteps(50, 0.7, 0.9);

    /** Throws {@link IllegalArgumentException} if a value cannot be. */
    public LocalSteps {
        if (steps < 1 || !(outerLr > 0) || Double.isInfinite(outerLr) || !(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(steps + " local steps, outer learning rate " + outerLr + ", outer momentum " + momentum
                    + "; at least 1 step, a rate above 0 and a momentum in [0, 1)");
        }
    }
}
