package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.common.batch.Sequences;
import growth.engine.cpu.block.SoftmaxAttention.QueryKeyValue;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;

/**
 * Gates of heads (Yao et al. 2024; growth.api.model.Gates): a head's query counts c² and its output c, keys and values of a shared head c.
 * For heads that share no keys this equals query, key and value times c each. All of it is linear, so that the backward pass scales
 * gradients by the same factors.
 */
final class HeadGates {
    private final int layer;
    private final int size;
    private final int heads;

    /** Creates the head gates of a block of a model of that shape. */
    HeadGates(ModelShape shape, int layer) {
        this.layer = layer;
        size = shape.headSize();
        heads = shape.heads();
    }

    /** Scales queries, keys and values, or their gradients, for the worker's rows. */
    void scaleProjected(Worker worker, Pass pass, QueryKeyValue at) {
        float[] gate = pass.gates().heads(layer);
        if (gate != null) {
            float[] squared = new float[heads];
            for (int i = 0; i < heads; i++) {
                squared[i] = gate[i] * gate[i];
            }
            scale(worker, pass, at.queries(), 0, pass.rows().body(), squared);
        }
        float[] shared = pass.gates().kvHeads(layer);
        if (shared != null) {
            scale(worker, pass, at.keysValues(), at.keysAt(), at.sequences(), shared);
            scale(worker, pass, at.keysValues(), at.valuesAt(), at.sequences(), shared);
        }
    }

    /** Scales the outputs of the heads, or their gradients. */
    void scaleContext(Worker worker, Pass pass, Region context) {
        float[] gate = pass.gates().heads(layer);
        if (gate != null) {
            scale(worker, pass, context, 0, pass.rows().body(), gate);
        }
    }

    private void scale(Worker worker, Pass pass, Region region, int column, Sequences sequences, float[] gate) {
        FloatMemory memory = region.memory();
        float[] x = worker.first();
        int n = gate.length * size;
        for (int row = pass.first(worker, sequences); row < pass.end(worker, sequences); row++) {
            long at = region.row(row) + column;
            memory.read(at, x, n);
            for (int i = 0; i < n; i++) {
                x[i] *= gate[i / size];
            }
            memory.write(at, x, n);
        }
    }
}
