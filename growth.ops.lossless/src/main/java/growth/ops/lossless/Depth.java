package growth.ops.lossless;

import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.operator.GrowthRequest;

/** What growth in depth needs that keeps the function. */
final class Depth {
    private Depth() {
    }

    /**
     * @throws growth.api.GrowthException (CONFIGURATION) if layers are added to a family whose norms stand after the blocks
     */
    static void requirePreNorm(String operator, GrowthRequest request) {
        Family family = request.from().family();
        if (!family.preNorm() && Sizes.grows(request, Axis.LAYERS)) {
            throw Sizes.refusal(request, operator + " inserts identity layers, and a block of " + family.id() + " is none even when silent,"
                    + " since it normalises afterwards; keep " + request.from().layers() + " layers, or use stack");
        }
    }
}
