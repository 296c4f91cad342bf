package growth.engine.cpu.model;

import growth.engine.cpu.kernels.GeluKind;

/** GELU (Hendrycks and Gimpel 2016). */
final class Gelu extends Activation {
    private final GeluKind kind;

    Gelu(int layer, int size, GeluKind kind) {
        super(layer, size, size);
        this.kind = kind;
    }

    @Override
    void forward(Worker worker, float[] in, float[] out, int n) {
        worker.kernels.gelu(kind, in, out, n);
    }

    @Override
    void backward(Worker worker, float[] in, float[] outGradient, int n) {
        worker.kernels.geluBackward(kind, in, outGradient, n);
    }
}
