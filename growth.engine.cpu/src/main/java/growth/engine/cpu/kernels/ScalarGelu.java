package growth.engine.cpu.kernels;

/** GELU and its gradient, one float after the other, on the elements {@code from} to {@code n} of a row. */
final class ScalarGelu {
    static final float ROOT_HALF = (float) Math.sqrt(0.5);
    /** 1/√(2π). */
    static final float DENSITY = (float) (1 / Math.sqrt(2 * Math.PI));
    /** √(2/π). */
    static final float TANH_SCALE = (float) Math.sqrt(2 / Math.PI);
    static final float TANH_CUBE = 0.044715f;

    private ScalarGelu() {
    }

    static void forward(GeluKind kind, float[] x, float[] out, int from, int n) {
        for (int i = from; i < n; i++) {
            out[i] = x[i] * (kind == GeluKind.ERF ? phi(x[i]) : 0.5f * (1 + tanh(inner(x[i]))));
        }
    }

    /** Turns x into its gradient, and {@code outGradient} into the output. */
    static void backward(GeluKind kind, float[] x, float[] outGradient, int from, int n) {
        for (int i = from; i < n; i++) {
            float v = x[i];
            float share;
            float slope;
            if (kind == GeluKind.ERF) {
                share = phi(v);
                slope = share + v * DENSITY * FastMath.exp(-0.5f * v * v);
            } else {
                float t = tanh(inner(v));
                share = 0.5f * (1 + t);
                slope = share + 0.5f * v * (1 - t * t) * TANH_SCALE * (1 + 3 * TANH_CUBE * v * v);
            }
            x[i] = outGradient[i] * slope;
            outGradient[i] = v * share;
        }
    }

    private static float phi(float x) {
        return 0.5f * (1 + FastMath.erf(x * ROOT_HALF));
    }

    private static float inner(float x) {
        return TANH_SCALE * (x + TANH_CUBE * x * x * x);
    }

    private static float tanh(float x) {
        return 1 - 2 / (FastMath.exp(2 * x) + 1);
    }
}
