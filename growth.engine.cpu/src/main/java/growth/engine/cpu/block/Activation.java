package growth.engine.cpu.block;

import growth.api.model.ModelShape;
import growth.engine.cpu.kernels.GeluKind;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Pass;

/**
 * What stands between the two linear maps of an MLP, row by row: GELU (Hendrycks and Gimpel 2016) or SwiGLU (Shazeer 2020), for which gate
 * and up enter one after the other. An intermediate gate gates the pre-activation, for SwiGLU the up projection alone
 * (growth.api.model.Gates).
 *
 * @param layer    the block
 * @param size     intermediate size
 * @param entering number of elements in a row that enters
 * @param gelu     the form of GELU; null for SwiGLU
 */
record Activation(int layer, int size, int entering, GeluKind gelu) {
    /** Returns the activation of a family's block. */
    static Activation of(ModelShape shape, int layer) {
        GeluKind gelu = switch (shape.family()) {
            case LLAMA -> null;
            case GPT2 -> GeluKind.TANH;
            case BERT, VIT -> GeluKind.ERF;
        };
        return new Activation(layer, shape.intermediate(), Activations.preActivationSize(shape), gelu);
    }

    /** Computes activated = activation(preActivation) for the worker's rows; {@code preActivation} is gated afterwards. */
    void forward(Worker worker, Pass pass, Region preActivation, Region activated) {
        float[] gate = pass.gates().intermediate(layer);
        float[] in = worker.first();
        float[] out = worker.second();
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            preActivation.read(row, in);
            if (gate != null) {
                gate(in, gate);
                preActivation.write(row, in);
            }
            if (gelu == null) {
                worker.kernels().swiGlu(in, out, size);
            } else {
                worker.kernels().gelu(gelu, in, out, size);
            }
            activated.write(row, out);
        }
    }

    /**
     * Computes the gradient of {@link #forward} in place.
     *
     * @param preActivation what entered, gated; its gradient before the gate afterwards
     * @param activated     gradient of the activations; the activations themselves afterwards
     */
    void backward(Worker worker, Pass pass, Region preActivation, Region activated) {
        float[] gate = pass.gates().intermediate(layer);
        float[] in = worker.first();
        float[] outGradient = worker.second();
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            preActivation.read(row, in);
            activated.read(row, outGradient);
            if (gelu == null) {
                worker.kernels().swiGluBackward(in, outGradient, size);
            } else {
                worker.kernels().geluBackward(gelu, in, outGradient, size);
            }
            if (gate != null) {
                gate(in, gate);
            }
            preActivation.write(row, in);
            activated.write(row, outGradient);
        }
    }

    /** Gates the last {@code size} elements of a row. */
    private void gate(float[] row, float[] gate) {
        for (int i = 0; i < size; i++) {
            row[entering - size + i] *= gate[i];
        }
    }
}
