package growth.engine.common.model;

import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;

/** The gates of a model as rows for the kernels; a row that is null is open. */
public final class GateRows {
    private final float[] hidden;
    private final float[][] intermediate;
    private final float[][] heads;
    private final float[][] kvHeads;
    private final float[] layers;

    /** Creates the rows for a model of that shape. */
    public GateRows(ModelShape shape, Gates gates) {
        hidden = gates.at(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER)).orElse(null);
        intermediate = perLayer(shape, gates, Axis.INTERMEDIATE);
        heads = perLayer(shape, gates, Axis.HEADS);
        kvHeads = perLayer(shape, gates, Axis.KV_HEADS);
        layers = new float[shape.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = gates.at(new GateSite(Axis.LAYERS, i)).map(c -> c[0]).orElse(1f);
        }
    }

    private static float[][] perLayer(ModelShape shape, Gates gates, Axis axis) {
        float[][] rows = new float[shape.layers()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = gates.at(new GateSite(axis, i)).orElse(null);
        }
        return rows;
    }

    /** Returns whether some layer is mixed with what bypasses it. */
    public boolean bypassLayers() {
        for (float c : layers) {
            if (c != 1) {
                return true;
            }
        }
        return false;
    }

    /** Returns the gate of the hidden size, {@code [hidden]}. */
    public float[] hidden() {
        return hidden;
    }

    /** Returns the gate of a block's intermediate size, {@code [intermediate]}. */
    public float[] intermediate(int layer) {
        return intermediate[layer];
    }

    /** Returns the gate of a block's query heads, {@code [heads]}. */
    public float[] heads(int layer) {
        return heads[layer];
    }

    /** Returns the gate of a block's shared key and value heads, {@code [kvHeads]}. */
    public float[] kvHeads(int layer) {
        return kvHeads[layer];
    }

    /** Returns the gate of a block; 1 where it is open. */
    public float layer(int layer) {
        return layers[layer];
    }
}
