package growth.api.model;

/**
 * Where a gate stands.
 *
 * @param axis  HIDDEN (the residual stream, one gate for all layers), INTERMEDIATE, HEADS or KV_HEADS (per layer), or LAYERS (one scalar
 *              per layer)
 * @param layer the block, or {@link ParameterSpec#NO_LAYER} for HIDDEN
 */
public record GateSite(Axis axis, int layer) {
    public GateSite {
        boolean whole = axis == Axis.HIDDEN;
        boolean perLayer = axis == Axis.INTERMEDIATE || axis == Axis.HEADS || axis == Axis.KV_HEADS || axis == Axis.LAYERS;
        if (!whole && !perLayer || whole != (layer == ParameterSpec.NO_LAYER)) {
            throw new IllegalArgumentException("no gate stands at " + axis + " of layer " + layer);
        }
    }

    /** Returns the number of gate values at this site in a model of that shape. */
    public int size(ModelShape shape) {
        return axis == Axis.LAYERS ? 1 : shape.size(axis);
    }
}
