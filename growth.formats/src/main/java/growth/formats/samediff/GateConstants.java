package growth.formats.samediff;

import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The gates of a model as constants of its graph. Where no gate stands, nothing is added to the graph.
 *
 * @param sd    the graph
 * @param shape the model's shape
 * @param gates their values
 */
record GateConstants(SameDiff sd, ModelShape shape, Gates gates) {

    /** Returns c·x for the gates of the residual stream; x is {@code [rows, hidden]}. */
    SDVariable hidden(SDVariable x) {
        return hidden().map(c -> x.mul(sd.constant(Nd4j.createFromArray(c)))).orElse(x);
    }

    /** Returns the mean of each row weighted by the gates of the residual stream, {@code [rows, 1]}. */
    SDVariable mean(SDVariable x) {
        return hidden().map(c -> {
            double mass = 0;
            for (float value : c) {
                mass += value;
            }
            float[] weights = new float[c.length];
            for (int i = 0; i < c.length; i++) {
                weights[i] = (float) (c[i] / mass);
            }
            return sd.sum(x.mul(sd.constant(Nd4j.createFromArray(weights))), true, 1);
        }).orElseGet(() -> sd.mean(x, true, 1));
    }

    private Optional<float[]> hidden() {
        return gates.at(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER));
    }

    /** Returns c·x for the gates of a block's neurons; x is {@code [rows, intermediate]}. */
    SDVariable intermediate(int layer, SDVariable x) {
        return gates.at(new GateSite(Axis.INTERMEDIATE, layer)).map(c -> x.mul(sd.constant(Nd4j.createFromArray(c)))).orElse(x);
    }

    /**
     * Returns x times a power of the gates of a block's heads.
     *
     * @param axis HEADS or KV_HEADS
     * @param x    {@code [B, heads, T, head size]}
     */
    SDVariable heads(Axis axis, int layer, int power, SDVariable x) {
        return gates.at(new GateSite(axis, layer)).map(c -> {
            float[] values = new float[c.length];
            for (int i = 0; i < c.length; i++) {
                values[i] = (float) Math.pow(c[i], power);
            }
            return x.mul(sd.constant(Nd4j.createFromArray(values).reshape(c.length, 1, 1)));
        }).orElse(x);
    }

    /** Returns c·after + (1 − c)·before for the gate of a block. */
    SDVariable mixed(int layer, SDVariable after, SDVariable before) {
        return gates.at(new GateSite(Axis.LAYERS, layer)).map(c -> after.mul(c[0]).add(before.mul(1.0 - c[0]))).orElse(after);
    }
}
