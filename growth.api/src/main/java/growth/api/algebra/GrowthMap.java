package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.ModelShape;
import java.util.Map;
import java.util.Objects;

/**
 * One growth as a single map, which is applied to everything: parameters, optimizer state and averages (growth-methods 1.1 to 1.6).
 *
 * @param from        the small model
 * @param to          the grown model; its norm epsilon may differ (zero padding scales it by d/D, 1.3)
 * @param axes        maps of the axes that grow; axes without an entry stay as they are
 * @param layers      where the blocks come from
 * @param fill        what entries without a source hold
 * @param normGain    factor on the old entries of every norm gain along HIDDEN (zero padding of RMSNorm: sqrt(d/D)); 1 otherwise
 * @param description the map in words, in one line, for reports
 */
public record GrowthMap(ModelShape from, ModelShape to, Map<Axis, AxisMap> axes, LayerMap layers, FillRule fill, double normGain,
        String description) {
    public GrowthMap {
        Objects.requireNonNull(fill);
        Objects.requireNonNull(description);
        axes = Map.copyOf(axes);
        axes.forEach((axis, map) -> {
            if (map.from() != from.size(axis) || map.to() != to.size(axis)) {
                throw new IllegalArgumentException("the map of " + axis + " goes from " + map.from() + " to " + map.to()
                        + ", the shapes from " + from.size(axis) + " to " + to.size(axis));
            }
        });
        for (Axis axis : Axis.values()) {
            if (axis != Axis.LAYERS && !axes.containsKey(axis) && from.size(axis) != to.size(axis)) {
                throw new IllegalArgumentException(axis + " grows from " + from.size(axis) + " to " + to.size(axis) + " without a map");
            }
        }
        if (layers.from() != from.layers() || layers.to() != to.layers()) {
            throw new IllegalArgumentException("the layer map goes from " + layers.from() + " to " + layers.to()
                    + " layers, the shapes from " + from + " to " + to);
        }
        if (from.family() != to.family() || from.tied() != to.tied() || from.ropeTheta() != to.ropeTheta()
                || !from.ropeScaling().equals(to.ropeScaling())) {
            throw new IllegalArgumentException("a growth changes neither family nor tied head nor rope-theta nor rope-scaling: from " + from
                    + " to " + to);
        }
        if (!(normGain > 0)) {
            throw new IllegalArgumentException("the factor on norm gains must be positive, not " + normGain);
        }
    }

    /**
     * Growth in depth alone. Freshly initialised layers, if there are any, are filled by {@link FillRule#initial}.
     *
     * @param words what the growth is, e.g. {@code stack}; the description adds sizes and source layers
     */
    public static GrowthMap depth(ModelShape from, ModelShape to, LayerMap layers, String words) {
        return between(from, to).layers(layers).build(words);
    }

    /** Returns a builder of maps between these shapes, in width, depth or both. */
    public static GrowthMapBuilder between(ModelShape from, ModelShape to) {
        return new GrowthMapBuilder(from, to);
    }
}
