package growth.conformance;

import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.Grown;
import java.util.Optional;

/** Checks that the operator can grow a grown model again, even before its gates have opened, and keeps the same promises. */
final class AgainCheck implements Check {
    @Override
    public String title() {
        return "grows what it has grown";
    }

    @Override
    public void verify(Trial trial) {
        ModelState once = trial.result().state();
        Optional<ModelShape> next = trial.growth().change().to(once.shape());
        if (next.isEmpty()) {
            return;
        }
        Trial second = new Trial(trial.lab(), new Case(once.shape(), next.get(), trial.growth().change()));
        OptimizerStatePolicy policy = trial.policy();
        if (!second.accepts(policy)) {
            return;
        }
        Grown result = second.grow(once, policy, Trial.SEED);
        ModelShape made = result.state().shape().toBuilder().normEpsilon(next.get().normEpsilon()).build();
        Fault.unless(made.equals(next.get()), () -> trial + ", and again: made " + result.state().shape() + " instead of " + next.get());
        GrowthRequest request = second.request(policy, Trial.SEED);
        if (trial.subject().operator().plan(request).preservation() == Preservation.EXACT && trial.claim() == Preservation.EXACT) {
            double change = PreservationCheck.change(trial.small(), result.state());
            Fault.unless(change <= PreservationCheck.FLOAT64, () -> trial
                    + ", and again: claims to be exact, but both growths change the logits by " + change + " in float64");
        }
        result.state().optimizer().forEach((name, state) -> Fault.unless(state.steps() == Moments.STEPS, () -> trial
                + ", and again: the optimizer state of " + name + " has seen " + state.steps() + " steps instead of " + Moments.STEPS));
    }
}
