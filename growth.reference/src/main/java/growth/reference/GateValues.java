package growth.reference;

import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.Arrays;

/** The gates of a model in float64: the given values, and 1 wherever no gate stands. */
final class GateValues {
    private final ModelShape shape;
    private final Gates gates;

    /** @throws IllegalArgumentException if a gate stands where the model has no place for it */
    GateValues(ModelShape shape, Gates gates) {
        this.shape = shape;
        this.gates = gates;
        for (GateSite site : gates.sites()) {
            int given = gates.at(site).orElseThrow().length;
            if (site.layer() >= shape.layers() || given != site.size(shape)) {
                throw new IllegalArgumentException(given + " gates at " + site + " of " + shape);
            }
            if (site.axis() == Axis.KV_HEADS && shape.kvHeads() == shape.heads()) {
                throw new IllegalArgumentException("gates of key/value heads without grouped queries; those of the heads cover them");
            }
        }
    }

    /** Returns the gates of the residual stream, {@code [hidden]}. */
    double[] hidden() {
        return at(Axis.HIDDEN, ParameterSpec.NO_LAYER);
    }

    /** Returns the gates of the neurons, {@code [intermediate]}. */
    double[] intermediate(int layer) {
        return at(Axis.INTERMEDIATE, layer);
    }

    /** Returns the gates of the query heads, {@code [heads]}. */
    double[] heads(int layer) {
        return at(Axis.HEADS, layer);
    }

    /** Returns the gates of the key/value heads, {@code [kvHeads]}. */
    double[] kvHeads(int layer) {
        return at(Axis.KV_HEADS, layer);
    }

    /** Returns the block's gate. */
    double block(int layer) {
        return at(Axis.LAYERS, layer)[0];
    }

    private double[] at(Axis axis, int layer) {
        GateSite site = new GateSite(axis, layer);
        double[] values = new double[site.size(shape)];
        Arrays.fill(values, 1);
        gates.at(site).ifPresent(given -> Arrays.setAll(values, i -> given[i]));
        return values;
    }
}
