package growth.engine.cpu.model;

import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;

/** The gates of a model as rows for the kernels; what is null stands open. */
public final class GateRows {
    private final boolean open;
    private final float[] hidden;
    private final float[][] intermediate;
    private final float[][] heads;
    private final float[][] kvHeads;
    private final float[] layers;

    /** The gates of a model of that shape. */
    public GateRows(ModelShape shape, Gates gates) {
        open = gates.isEmpty();
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

    /** @return whether some layer is mixed with what passes it by */
    public boolean mixesLayers() {
        for (float c : layers) {
            if (c != 1) {
                return true;
            }
        }
        return false;
    }

    /** @return whether there are none at all */
    boolean isOpen() {
        return open;
    }

    float[] hidden() {
        return hidden;
    }

    float[] intermediate(int layer) {
        return intermediate[layer];
    }

    float[] heads(int layer) {
        return heads[layer];
    }

    float[] kvHeads(int layer) {
        return kvHeads[layer];
    }

    float layer(int layer) {
        return layers[layer];
    }
}
