package growth.ops.msg;

import growth.api.GrowthException;
import growth.api.algebra.Fill;
import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;
import java.util.List;
import java.util.Locale;
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
    private static final List<Axis> GROWING = List.of(Axis.LAYERS, Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS);

    private MaskedMap() {
    }

    /**
     * @throws GrowthException (CONFIGURATION) unless the request enlarges some of layers, hidden size, intermediate size and heads, and
     *                         changes no other size
     */
    static void check(GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = request.to();
        if (from.family() != to.family() || from.tied() != to.tied()) {
            throw refusal(request, "msg cannot turn " + from + " into " + to + "; family and tied head stay as they are");
        }
        if (from.headSize() != to.headSize()) {
            throw refusal(request, "msg adds whole heads, but head-size would change from " + from.headSize() + " to " + to.headSize()
                    + "; keep head-size " + from.headSize() + " and give " + heads(to.hidden() / (double) from.headSize()));
        }
        for (Axis axis : Axis.values()) {
            String change = name(axis) + " would change from " + from.size(axis) + " to " + to.size(axis);
            if (!GROWING.contains(axis) && from.size(axis) != to.size(axis)) {
                throw refusal(request, "msg grows layers, hidden, intermediate and heads, but " + change + "; start with " + name(axis)
                        + " " + to.size(axis));
            }
            if (from.size(axis) > to.size(axis)) {
                throw refusal(request, "msg cannot shrink a model: " + change + "; give at least " + from.size(axis));
            }
        }
        if (GROWING.stream().allMatch(axis -> from.size(axis) == to.size(axis))) {
            throw refusal(request, "nothing would grow: the model is " + from + " before and after; give more layers, hidden,"
                    + " intermediate or heads");
        }
        try {
            pad(from, to);
        } catch (GrowthException e) {
            throw e.at(request.options().place("kind"));
        }
    }

    private static String heads(double heads) {
        return heads == Math.rint(heads) ? "heads " + (int) heads : "a hidden size that is a multiple of it";
    }

    /** @return the map of a request that passed {@link #check}; the norms' epsilon stays the small model's */
    static GrowthMap of(GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = from.toBuilder().layers(request.to().layers()).hidden(request.to().hidden()).heads(request.to().heads())
                .kvHeads(request.to().kvHeads()).intermediate(request.to().intermediate()).build();
        GrowthMapBuilder map = GrowthMap.between(from, to).layers(layers(request)).fill(fill(request.options().number(STD)));
        for (Axis axis : List.of(Axis.HIDDEN, Axis.INTERMEDIATE)) {
            if (from.size(axis) != to.size(axis)) {
                map.axis(axis, IndexMap.pad(from.size(axis), to.size(axis)));
            }
        }
        if (from.heads() != to.heads() || from.kvHeads() != to.kvHeads()) {
            map.heads(pad(from, to));
        }
        return map.build(MsgOperator.NAME);
    }

    private static HeadMaps pad(ModelShape from, ModelShape to) {
        return HeadMaps.pad(from.heads(), from.kvHeads(), to.heads(), to.kvHeads());
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

    private static String name(Axis axis) {
        return axis == Axis.POSITIONS ? "context" : axis.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static GrowthException refusal(GrowthRequest request, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(request.options().place("kind"));
    }
}
