package growth.engine.torch.model;

import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The gates of a model as tensors (growth.api.model.Gates; Yao et al. 2024), made once when gates are set; they belong to the arena in
 * which that happens. What is open is null.
 */
public final class GateTensors {
    private final Tensor hidden;
    private final Tensor hiddenShares;
    private final Tensor[] intermediate;
    private final Tensor[] projected;
    private final Tensor[] context;
    private final Tensor[] layer;
    private final Tensor[] bypass;

    /** Uploads the gates of a model of that shape. */
    public GateTensors(Aten aten, ModelShape shape, Gates gates) {
        int layers = shape.layers();
        intermediate = new Tensor[layers];
        projected = new Tensor[layers];
        context = new Tensor[layers];
        layer = new Tensor[layers];
        bypass = new Tensor[layers];
        Optional<float[]> c = gates.at(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER));
        hidden = c.map(values -> aten.tensors().upload(values, values.length)).orElse(null);
        hiddenShares = c.map(values -> aten.tensors().upload(shares(values), values.length)).orElse(null);
        for (int i = 0; i < layers; i++) {
            int block = i;
            gates.at(new GateSite(Axis.INTERMEDIATE, i))
                    .ifPresent(values -> intermediate[block] = aten.tensors().upload(values, values.length));
            heads(aten, shape, gates, i);
            gates.at(new GateSite(Axis.LAYERS, i)).ifPresent(values -> {
                layer[block] = aten.tensors().upload(values, 1);
                bypass[block] = aten.tensors().upload(new float[] {1 - values[0]}, 1);
            });
        }
    }

    /** Returns the weights of the coordinates in the statistics of norms: c / Σ c. */
    private static float[] shares(float[] c) {
        double sum = 0;
        for (float value : c) {
            sum += value;
        }
        float[] shares = new float[c.length];
        for (int i = 0; i < c.length; i++) {
            shares[i] = (float) (c[i] / sum);
        }
        return shares;
    }

    private void heads(Aten aten, ModelShape shape, Gates gates, int block) {
        Optional<float[]> queries = gates.at(new GateSite(Axis.HEADS, block));
        Optional<float[]> shared = gates.at(new GateSite(Axis.KV_HEADS, block));
        if (queries.isEmpty() && shared.isEmpty()) {
            return;
        }
        int heads = shape.heads();
        int kvHeads = shape.kvHeads();
        float[] factors = new float[heads + 2 * kvHeads];
        Arrays.fill(factors, 1);
        queries.ifPresent(c -> {
            for (int i = 0; i < heads; i++) {
                factors[i] = c[i] * c[i];
            }
            context[block] = aten.tensors().upload(c, heads, 1);
        });
        shared.ifPresent(c -> {
            System.arraycopy(c, 0, factors, heads, kvHeads);
            System.arraycopy(c, 0, factors, heads + kvHeads, kvHeads);
        });
        projected[block] = aten.tensors().upload(factors, heads + 2L * kvHeads, 1);
    }

    /** Returns the gate c of the hidden size, {@code [hidden]}. */
    public Tensor hidden() {
        return hidden;
    }

    /** Returns the weights of the coordinates in the statistics of norms, c / Σ c, {@code [hidden]}. */
    public Tensor hiddenShares() {
        return hiddenShares;
    }

    /** Returns the gate of a block's pre-activations, for SwiGLU of the up projection, {@code [intermediate]}. */
    public Tensor intermediate(int block) {
        return intermediate[block];
    }

    /**
     * Returns the factors of a block's projected heads, {@code [heads + 2·kvHeads, 1]}: c² for queries, the shared heads' c for keys and
     * values.
     */
    public Tensor projected(int block) {
        return projected[block];
    }

    /** Returns the gate of a block's outputs of heads, {@code [heads, 1]}. */
    public Tensor context(int block) {
        return context[block];
    }

    /** Returns the gate c of a block, {@code [1]}. */
    public Tensor layer(int block) {
        return layer[block];
    }

    /** Returns 1 − c for the gate c of a block, {@code [1]}. */
    public Tensor bypass(int block) {
        return bypass[block];
    }
}
