package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;
import java.util.Set;

/** What growth operators that make models wider, and perhaps deeper, have in common. */
final class WidthGrowth {
    /** Layers and every width but the head size, which rotary positions and the scale of scores depend on. */
    static final Set<Axis> AXES = Set.of(Axis.LAYERS, Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS);

    private WidthGrowth() {
    }

    /**
     * @param axes what the operator can grow
     * @throws GrowthException (CONFIGURATION) unless the request enlarges some of these axes and nothing else
     */
    static void check(String operator, GrowthRequest request, Set<Axis> axes) {
        GrowthCheck.sameKind(operator, request);
        boolean larger = false;
        for (Axis axis : Axis.values()) {
            int from = request.from().size(axis);
            int to = request.to().size(axis);
            String name = GrowthCheck.words(axis);
            if (to < from) {
                throw GrowthCheck.refusal(request, operator + " cannot shrink " + name + " from " + from + " to " + to + "; give at least "
                        + from);
            }
            if (to > from && !axes.contains(axis)) {
                throw GrowthCheck.refusal(request, operator + " cannot grow " + name + " from " + from + " to " + to + "; start with "
                        + name + " " + to + (axis == Axis.HEAD_SIZE ? ", or keep it and give more heads" : ""));
            }
            larger |= to > from;
        }
        if (!larger) {
            throw GrowthCheck.refusal(request, operator + " has nothing to grow: the model is " + request.from()
                    + " before and after; give a larger size, e.g. more layers");
        }
    }

    /** @return the grown shape; the norms' epsilon stays the small model's, which an earlier growth may have scaled */
    static ModelShape target(GrowthRequest request) {
        return request.to().toBuilder().normEpsilon(request.from().normEpsilon()).build();
    }

    /** @return whether the request enlarges that axis */
    static boolean grows(GrowthRequest request, Axis axis) {
        return request.to().size(axis) > request.from().size(axis);
    }
}
