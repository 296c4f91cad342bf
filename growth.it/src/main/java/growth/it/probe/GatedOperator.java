package growth.it.probe;

import growth.api.algebra.GrowthMap;
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
    public GrowthMap map(GrowthRequest request) {
        gate.run();
        return BehindTheGate.check(super.map(request));
    }

    /** Loaded from the plug-in's jar when the gate opens, not earlier. */
    private static final class BehindTheGate {

        static GrowthMap check(GrowthMap map) {
            if (map.layers().isIdentity()) {
                throw new IllegalArgumentException("nothing grows");
            }
            return map;
        }
    }
}
