package growth.api.algebra;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the parts of a {@link GrowthMap}. Axes and layers that are not mentioned stay as they are; new entries are random unless a fill
 * rule is set.
 */
public final class GrowthMapBuilder {
    private static final List<Axis> WIDTH = List.of(Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEAD_SIZE);
    private final ModelShape from;
    private ModelShape to;
    private final Map<Axis, AxisMap> axes = new EnumMap<>(Axis.class);
    private LayerMap layers;
    private FillRule fill;
    private double normGain = 1;

    GrowthMapBuilder(ModelShape from, ModelShape to) {
        this.from = from;
        this.to = to;
        fill = FillRule.initial(to);
    }

    /** Sets the map of one axis. */
    public GrowthMapBuilder axis(Axis axis, AxisMap map) {
        axes.put(axis, map);
        return this;
    }

    /** Sets the maps of query and key/value heads. */
    public GrowthMapBuilder heads(HeadMaps maps) {
        return axis(Axis.HEADS, maps.query()).axis(Axis.KV_HEADS, maps.keyValue());
    }

    /**
     * Copies every width axis that grows, with even shares and whole heads (growth-methods 1.1, 1.4 and 1.8). The function stays the same
     * if the hidden size grows by a whole factor (1.3) and the head size does not grow under rotary positions (1.4).
     *
     * @throws GrowthException (CONFIGURATION) if heads have no consistent order
     */
    public GrowthMapBuilder copyWidth() {
        WIDTH.stream().filter(this::differs).forEach(a -> axis(a, IndexMap.tile(from.size(a), to.size(a))));
        return headsGrow() ? heads(HeadMaps.copy(from.heads(), from.kvHeads(), to.heads(), to.kvHeads())) : this;
    }

    /**
     * Pads every width axis that grows and has no map yet: its old indices, then new ones, which the fill rule fills.
     *
     * @throws GrowthException (CONFIGURATION) if query heads cannot be padded within their groups
     */
    public GrowthMapBuilder pad() {
        WIDTH.stream().filter(a -> differs(a) && !axes.containsKey(a)).forEach(a -> axis(a, IndexMap.pad(from.size(a), to.size(a))));
        return headsGrow() ? heads(HeadMaps.pad(from.heads(), from.kvHeads(), to.heads(), to.kvHeads())) : this;
    }

    /**
     * Pads every width axis that grows with new indices, which are silent but alive ({@link FillRule#silent}). Where the norms are RMSNorms
     * and the hidden size grows, old gains are scaled by sqrt(d/D) and epsilon by d/D; the function then stays the same (growth-methods
     * 1.2, 1.3 and 1.8). LayerNorms see other statistics if the hidden size grows, so that the function changes.
     *
     * @param std standard deviation of the random entries
     * @throws GrowthException (CONFIGURATION) if the head size grows, or query heads cannot be padded within their groups
     */
    public GrowthMapBuilder padWidth(double std) {
        if (differs(Axis.HEAD_SIZE)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "head-size " + from.headSize() + " cannot be padded to "
                    + to.headSize() + ": queries and keys would gain random products; keep head-size " + from.headSize()
                    + " and give more heads");
        }
        pad();
        if (differs(Axis.HIDDEN) && from.family().rmsNorm()) {
            double share = from.hidden() / (double) to.hidden();
            normGain = Math.sqrt(share);
            to = to.toBuilder().normEpsilon(from.normEpsilon() * share).build();
        }
        return fill(FillRule.silent(std));
    }

    /** Sets where the blocks come from. */
    public GrowthMapBuilder layers(LayerMap map) {
        layers = map;
        return this;
    }

    /**
     * Sets what entries without a source hold; without it, they are initialised as in a new model of the grown shape
     * ({@link FillRule#initial}).
     */
    public GrowthMapBuilder fill(FillRule rule) {
        fill = rule;
        return this;
    }

    /** Sets the factor on the old entries of norm gains. */
    public GrowthMapBuilder normGain(double factor) {
        normGain = factor;
        return this;
    }

    /**
     * @param words what the growth is, e.g. {@code stack}; the description adds the maps of axes and layers
     * @throws IllegalArgumentException if an axis or the depth grows without a map
     */
    public GrowthMap build(String words) {
        LayerMap depth = layers == null ? LayerMap.identity(from.layers()) : layers;
        String parts = MapWords.of(axes, depth);
        return new GrowthMap(from, to, axes, depth, fill, normGain, parts.isEmpty() ? words : words + ": " + parts);
    }

    private boolean differs(Axis axis) {
        return from.size(axis) != to.size(axis);
    }

    private boolean headsGrow() {
        return differs(Axis.HEADS) || differs(Axis.KV_HEADS);
    }
}
