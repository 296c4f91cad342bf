package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.common.batch.Sequences;
import growth.engine.cpu.kernels.RowKernels.Angles;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Pass;

/**
 * Rotary position embedding of query and key heads, in place (Su et al. 2021; Hugging Face's rotate_half), for the worker's rows.
 * Coordinate pair i rotates by θ^(−2i/headSize) per position, or by what the shape's scaling makes of that.
 */
public final class Rotary {
    private final int heads;
    private final Angles angles;

    /** Creates the tables for a model of that shape. */
    public Rotary(ModelShape shape) {
        heads = shape.heads() + shape.kvHeads();
        int half = shape.headSize() / 2;
        float[] cosines = new float[shape.context() * half];
        float[] sines = new float[shape.context() * half];
        double[] frequencies = new double[half];
        for (int i = 0; i < half; i++) {
            double frequency = Math.pow(shape.ropeTheta(), -2.0 * i / shape.headSize());
            frequencies[i] = shape.ropeScaling().map(scaling -> scaling.scaled(frequency)).orElse(frequency);
        }
        for (int position = 0; position < shape.context(); position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequencies[i];
                cosines[position * half + i] = (float) Math.cos(angle);
                sines[position * half + i] = (float) Math.sin(angle);
            }
        }
        angles = new Angles(cosines, sines, half);
    }

    /** Rotates the heads by their positions. */
    void forward(Worker worker, Pass pass, Region projected) {
        rotate(worker, pass, projected, 1);
    }

    /** Rotates gradients back. */
    void backward(Worker worker, Pass pass, Region gradients) {
        rotate(worker, pass, gradients, -1);
    }

    private void rotate(Worker worker, Pass pass, Region region, float sign) {
        Sequences body = pass.rows().body();
        int before = pass.past().positions();
        int sequence = body.of(pass.first(worker));
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            sequence = row < body.end(sequence) ? sequence : body.of(row);
            worker.kernels().rotate(region.memory(), region.row(row), heads, angles, before + row - body.start(sequence), sign);
        }
    }
}
