package growth.conformance;

import growth.api.algebra.NewEntries;
import growth.api.operator.GrowthPlan;
import java.util.OptionalDouble;

/** Checks that a growth does what its operator declares beforehand: a run counts and warns by that declaration. */
final class ForecastCheck implements Check {
    /** Copies nearer than this are equal; between this and {@link NewEntries#EQUAL} rounding decides, and either forecast is right. */
    private static final double CERTAIN = 1e-6;

    @Override
    public String title() {
        return "declares its batches, gates, inserted layers and equal copies";
    }

    @Override
    public void verify(Trial trial) {
        GrowthPlan plan = trial.plan();
        GrowthPlan performed = trial.result().plan();
        Fault.unless(trial.batches() == plan.batches(), () -> trial + ": asks for gradients of " + trial.batches() + " batches, but its"
                + " plan says " + plan.batches());
        Fault.unless(performed.ramps().equals(plan.ramps()), () -> trial + ": its gates open by " + performed.ramps()
                + ", but its plan says " + plan.ramps());
        Fault.unless(performed.map().layers().inserted().equals(plan.map().layers().inserted()), () -> trial + ": inserts the layers "
                + performed.map().layers().inserted() + ", but its plan says " + plan.map().layers().inserted());
        OptionalDouble distance = NewEntries.of(trial.result().map()).copyDistance(trial.steps().gradients().get(0));
        double apart = distance.orElse(Double.POSITIVE_INFINITY);
        Fault.unless(plan.parting().isPresent() ? apart <= NewEntries.EQUAL : apart >= CERTAIN, () -> trial
                + ": the gradients of copies differ by " + distance + ", but its plan of what would part copies that stay equal is "
                + plan.parting());
    }
}
