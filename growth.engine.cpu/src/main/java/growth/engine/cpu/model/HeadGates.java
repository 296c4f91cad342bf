package growth.engine.cpu.model;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * Gates of heads (Yao et al. 2024; growth.api.model.Gates): a head's query counts c² and its output c, keys and values of a shared head c.
 * For heads that share no keys this is the same as query, key and value times c each. All of it is linear, so that the backward pass
 * scales gradients by the same factors.
 */
final class HeadGates {
    private final int layer;
    private final int size;
    private final int heads;

    /** The head gates of a block of a model of that shape. */
    HeadGates(ModelShape shape, int layer) {
        this.layer = layer;
        size = shape.headSize();
        heads = shape.heads();
    }

    /** Scales queries, keys and values, or their gradients, for the worker's sequences. */
    void projected(Worker worker, Pass pass, Projected at) {
        float[] gate = pass.gates().heads(layer);
        if (gate != null) {
            float[] squared = new float[heads];
            for (int i = 0; i < heads; i++) {
                squared[i] = gate[i] * gate[i];
            }
            scale(worker, pass, at.queries(), 0, pass.body(), squared);
        }
        float[] shared = pass.gates().kvHeads(layer);
        if (shared != null) {
            scale(worker, pass, at.keysValues(), at.keysAt(), at.sequences(), shared);
            scale(worker, pass, at.keysValues(), at.valuesAt(), at.sequences(), shared);
        }
    }

    /** Scales the outputs of the heads, or their gradients. */
    void mixed(Worker worker, Pass pass, Region mixed) {
        float[] gate = pass.gates().heads(layer);
        if (gate != null) {
            scale(worker, pass, mixed, 0, pass.body(), gate);
        }
    }

    private void scale(Worker worker, Pass pass, Region region, int column, Sequences sequences, float[] gate) {
        FloatMemory workspace = pass.workspace();
        int n = gate.length * size;
        for (int row = sequences.firstRow(worker); row < sequences.endRow(worker); row++) {
            long at = region.row(row) + column;
            workspace.read(at, worker.first, n);
            for (int i = 0; i < n; i++) {
                worker.first[i] *= gate[i / size];
            }
            workspace.write(at, worker.first, n);
        }
    }
}
