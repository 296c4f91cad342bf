package growth.reference;

/** The linear layer y = x Wᵀ on row-major float64 matrices, and its gradients. */
final class Linear {
    private Linear() {
    }

    /**
     * @param x {@code [rows, in]}
     * @param w {@code [out, in]}
     * @return y = x Wᵀ, {@code [rows, out]}
     */
    static double[] forward(double[] x, double[] w, int in, int out) {
        int rows = x.length / in;
        double[] y = new double[rows * out];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                    sum += x[r * in + i] * w[o * in + i];
                }
                y[r * out + o] = sum;
            }
        }
        return y;
    }

    /**
     * Adds the weight's gradient dyᵀ x to {@code dw}.
     *
     * @param dy {@code [rows, out]}
     * @param dw {@code [out, in]}
     * @return the input's gradient dy W, {@code [rows, in]}
     */
    static double[] backward(double[] x, double[] w, double[] dy, double[] dw, int in, int out) {
        int rows = x.length / in;
        double[] dx = new double[x.length];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                double g = dy[r * out + o];
                for (int i = 0; i < in; i++) {
                    dw[o * in + i] += g * x[r * in + i];
                    dx[r * in + i] += g * w[o * in + i];
                }
            }
        }
        return dx;
    }
}
