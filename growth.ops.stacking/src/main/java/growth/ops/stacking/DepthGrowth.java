package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;

/** What growth operators that add layers and nothing else have in common. */
final class DepthGrowth {
    private DepthGrowth() {
    }

    /**
     * @throws GrowthException (CONFIGURATION) unless the request adds layers and changes no other size
     */
    static void check(String operator, GrowthRequest request) {
        GrowthCheck.sameKind(operator, request);
        ModelShape from = request.from();
        ModelShape to = request.to();
        for (Axis axis : Axis.values()) {
            if (axis != Axis.LAYERS && from.size(axis) != to.size(axis)) {
                String name = GrowthCheck.words(axis);
                throw GrowthCheck.refusal(request, operator + " adds layers only, but " + name + " would grow from " + from.size(axis)
                        + " to " + to.size(axis) + "; start with " + name + " " + to.size(axis) + ", or use an operator that grows width");
            }
        }
        if (to.layers() <= from.layers()) {
            throw GrowthCheck.refusal(request, operator + " cannot grow " + from.layers() + " layers to " + to.layers()
                    + "; give more than " + from.layers() + " layers");
        }
    }

    /** @return the map of a request that passed {@link #check}; the norms' epsilon stays the small model's */
    static GrowthMap map(String operator, GrowthRequest request, LayerMap layers) {
        ModelShape to = request.from().toBuilder().layers(request.to().layers()).build();
        return GrowthMap.depth(request.from(), to, layers, operator);
    }
}
