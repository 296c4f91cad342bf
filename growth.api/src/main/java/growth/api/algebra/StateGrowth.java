package growth.api.algebra;

import growth.api.model.ModelState;
import growth.api.operator.OptimizerStatePolicy;

/** Applies a growth map to a whole model state: parameters, optimizer state and averages alike. Pure. */
public final class StateGrowth {
    private StateGrowth() {
    }

    public static ModelState apply(GrowthMap map, ModelState state, OptimizerStatePolicy policy, long seed) {
        throw new IllegalStateException("to be written");
    }
}
