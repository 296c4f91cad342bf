package growth.engine.cpu.model;

import growth.api.model.ModelShape;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/**
 * Rotary position embedding of query and key heads, in place (Su et al. 2021; Hugging Face's rotate_half), for the worker's rows.
 * Coordinate pair i turns by θ^(−2i/headSize) per position, or what the shape's scaling makes of that.
 */
final class Rotary {
    private final int heads;
    private final int half;
    private final float[] cosines;
    private final float[] sines;

    /** Turns the query and key heads of a model of that shape. */
    Rotary(ModelShape shape) {
        heads = shape.heads() + shape.kvHeads();
        half = shape.headSize() / 2;
        cosines = new float[shape.context() * half];
        sines = new float[shape.context() * half];
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
    }

    /** Turns the heads by their positions. */
    void forward(Worker worker, Pass pass, Region projected) {
        turn(worker, pass, projected, 1);
    }

    /** Turns gradients back. */
    void backward(Worker worker, Pass pass, Region gradients) {
        turn(worker, pass, gradients, -1);
    }

    private void turn(Worker worker, Pass pass, Region region, float sign) {
        FloatMemory workspace = pass.workspace();
        Sequences body = pass.body();
        int size = 2 * heads * half;
        for (int sequence = body.first(worker); sequence < body.end(worker); sequence++) {
            for (int position = 0; position < body.length(sequence); position++) {
                long at = region.row(body.start(sequence) + position);
                workspace.read(at, worker.first, size);
                worker.kernels.rotate(worker.first, heads, cosines, sines, position * half, half, sign);
                workspace.write(at, worker.first, size);
            }
        }
    }
}
