package growth.conformance;

import growth.api.model.ModelState;
import growth.api.operator.Preservation;

/**
 * Checks that the function is kept as the operator claims. Exactly means 1e-10 in float64; exactly up to epsilon means the same once the
 * norms' epsilon is small. In float32 through an engine the bound is 1e-4 of the largest logit.
 */
final class PreservationCheck implements Check {
    static final double FLOAT64 = 1e-10;
    static final double FLOAT32 = 1e-4;
    /** With this epsilon, its effect stays below {@link #SMALL_EPSILON_EFFECT}. */
    private static final double SMALL_EPSILON = 1e-13;
    private static final double SMALL_EPSILON_EFFECT = 1e-9;

    @Override
    public String title() {
        return "keeps the function as claimed";
    }

    @Override
    public void verify(Trial trial) {
        Preservation claim = trial.claim();
        Preservation best = trial.subject().operator().card().preservation();
        Fault.unless(claim.ordinal() >= best.ordinal(), () -> trial + ": claims to be " + claim.words() + ", the card says "
                + best.words());
        switch (claim) {
            case EXACT -> {
                reference(trial, claim, FLOAT64);
                engine(trial, claim);
            }
            case EXACT_UP_TO_EPSILON -> {
                Trial small = new Trial(trial.lab(), trial.growth().withEpsilon(SMALL_EPSILON));
                reference(small, claim, SMALL_EPSILON_EFFECT);
                engine(small, claim);
            }
            case NONE -> { }
        }
    }

    private static void reference(Trial trial, Preservation claim, double tolerance) {
        double change = change(trial.small(), trial.result().state());
        Fault.unless(change <= tolerance, () -> trial + ": claims to be " + claim.words() + ", but changes the logits by " + change
                + " in float64; at most " + tolerance + " is rounding");
    }

    /** Returns max |Δlogit| in float64, relative to the largest logit if that is above 1. */
    static double change(ModelState before, ModelState after) {
        return Arrays64.distance(SmallModels.logits(after), SmallModels.logits(before));
    }

    private static void engine(Trial trial, Preservation claim) {
        double[] before = FirstSteps.logits(trial.lab().session(trial.small()), trial.small());
        double change = Arrays64.distance(trial.steps().logits(), before);
        Fault.unless(change <= FLOAT32, () -> trial + ": claims to be " + claim.words()
                + ", but changes the engine's logits by " + change + "; at most " + FLOAT32 + " is rounding");
    }
}
