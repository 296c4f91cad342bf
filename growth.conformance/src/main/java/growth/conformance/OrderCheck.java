package growth.conformance;

import growth.api.model.ModelState;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;

/** Checks that growths that keep the function commute: deeper and then wider computes the same as wider and then deeper. */
final class OrderCheck {
    private OrderCheck() {
    }

    /**
     * @param deep an exact growth in depth, by any operator
     * @param wide an exact growth in width, of the same small model, by any operator
     * @throws Fault if the two orders give models of different functions
     */
    static void verify(Trial deep, Trial wide) {
        Step first = new Step(deep);
        Step second = new Step(wide);
        ModelState deepWide = second.after(first.after(deep.small()));
        ModelState wideDeep = first.after(second.after(deep.small()));
        double change = PreservationCheck.change(deepWide, wideDeep);
        Fault.unless(change <= PreservationCheck.FLOAT64, () -> deep + " and " + wide.subject().name() + ", " + wide
                + ": the order of the two growths changes the logits by " + change + " in float64, although both claim to be exact");
    }

    private record Step(Trial trial) {
        ModelState after(ModelState state) {
            Case step = new Case(state.shape(), trial.growth().change().to(state.shape()).orElseThrow(), trial.growth().change());
            return new Trial(trial.lab(), step).grow(state, OptimizerStatePolicy.RESET, Trial.SEED).state();
        }
    }

    /** Returns whether the growth is of that kind and keeps the function exactly, whatever was grown before. */
    static boolean exact(Trial trial, Change.Kind kind) {
        return trial.growth().change().kind() == kind && trial.accepted() && trial.accepts(OptimizerStatePolicy.RESET)
                && trial.claim() == Preservation.EXACT;
    }
}
