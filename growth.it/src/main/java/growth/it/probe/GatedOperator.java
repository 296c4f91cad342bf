package growth.it.probe;

import growth.api.algebra.TensorStep;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;

/** Waits at a gate in the middle of a growth, and then needs a class that was not loaded before. */
public final class GatedOperator extends StackingProbe {

    /** The operator's name. */
    public static final String NAME = "gated";

    private final Runnable gate;

    /** @param gate returns when the growth may go on */
    public GatedOperator(Runnable gate) {
        super(NAME);
        this.gate = gate;
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        return super.plan(request).then(new TensorStep.Own((tensor, values) -> {
            gate.run();
            BehindTheGate.check(values);
        }));
    }

    /** Loaded from the plug-in's jar when the gate opens, not earlier. */
    private static final class BehindTheGate {

        static void check(double[] values) {
            if (values.length == 0) {
                throw new IllegalArgumentException("nothing grows");
            }
        }
    }
}
