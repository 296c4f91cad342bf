package growth.engine.cpu.model;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;

/** Rotary position embedding of query and key heads, in place (Su et al. 2021; Hugging Face's rotate_half), for the worker's rows. */
final class Rotary {
    private final int heads;
    private final int half;
    private final float[] cosines;
    private final float[] sines;

    /**
     * @param heads    heads to turn, those of the queries and the keys
     * @param headSize coordinates per head
     * @param context  longest sequence
     * @param theta    base of the angles: position·theta^(−2i/headSize)
     */
    Rotary(int heads, int headSize, int context, double theta) {
        this.heads = heads;
        half = headSize / 2;
        cosines = new float[context * half];
        sines = new float[context * half];
        for (int position = 0; position < context; position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * Math.pow(theta, -2.0 * i / headSize);
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
