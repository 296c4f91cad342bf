package growth.engine.cpu.model;

/** The gated activation silu(gate)·up (Shazeer 2020); gate and up enter one after the other. */
final class SwiGlu extends Activation {
    SwiGlu(int layer, int size) {
        super(layer, size, 2 * size);
    }

    @Override
    void forward(Worker worker, float[] in, float[] out, int n) {
        worker.kernels.swiGlu(in, out, n);
    }

    @Override
    void backward(Worker worker, float[] in, float[] outGradient, int n) {
        worker.kernels.swiGluBackward(in, outGradient, n);
    }
}
