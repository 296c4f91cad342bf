package growth.ops.msg;

import growth.api.algebra.Fill;
import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthCheck;
import growth.api.operator.GrowthRequest;
import java.util.List;
import java.util.stream.IntStream;

/** Which growths masks can hide, and where values go in them. */
final class MaskedMap {
    static final String STD = "std";
    static final String LAYER_INIT = "layer-init";
    static final String COPY = "copy";
    static final String RANDOM = "random";
    static final String PLACEMENT = "placement";
    static final String STACK = "stack";
    static final String INTERPOLATE = "interpolate";

    private MaskedMap() {
    }

    /**
     * @throws growth.api.GrowthException (CONFIGURATION) unless the request enlarges some of layers, hidden size, intermediate size and
     *                                    heads, and changes no other size
     */
    static void check(GrowthRequest request) {
        GrowthCheck check = new GrowthCheck(MsgOperator.NAME, request);
        check.growsOnly(GrowthCheck.DEPTH_AND_WIDTH);
        check.possible(() -> of(request));
    }

    /** @return the map of a request that passed {@link #check} */
    static GrowthMap of(GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = request.target();
        GrowthMapBuilder map = GrowthMap.between(from, to).layers(layers(request)).fill(fill(request.options().number(STD)));
        for (Axis axis : List.of(Axis.HIDDEN, Axis.INTERMEDIATE)) {
            if (request.grows(axis)) {
                map.axis(axis, IndexMap.pad(from.size(axis), to.size(axis)));
            }
        }
        if (request.grows(Axis.HEADS) || request.grows(Axis.KV_HEADS)) {
            map.heads(HeadMaps.pad(from.heads(), from.kvHeads(), to.heads(), to.kvHeads()));
        }
        return map.build(MsgOperator.NAME);
    }

    /** Old layers in their order; the others are copies, or fresh ones in the copies' places. */
    private static LayerMap layers(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        boolean stack = request.options().text(PLACEMENT).equals(STACK);
        LayerMap copies = stack ? LayerMap.stack(from, to) : LayerMap.interpolate(from, to);
        if (request.options().text(LAYER_INIT).equals(COPY)) {
            return copies;
        }
        return LayerMap.of(from, IntStream.range(0, to).map(i -> copies.repeated(i) ? IndexMap.NEW : copies.layers().get(i).layer())
                .toArray());
    }

    /** Weights N(0, std), norm gains 1, biases 0 (released code, copy_weight_ex.py), wherever they stand. */
    private static FillRule fill(double std) {
        return (parameter, block) -> switch (parameter.kind()) {
            case GAIN -> Fill.constant(1);
            case BIAS -> Fill.ZERO;
            case WEIGHT -> Fill.normal(std);
        };
    }
}
