package growth.reference;

/** RMSNorm (Zhang and Sennrich 2019) of every row: y_i = γ_i x_i / sqrt(mean(x²) + ε). */
final class RmsNorm {
    private RmsNorm() {
    }

    /**
     * @param x    {@code [rows, size]}
     * @param gain {@code [size]}
     * @return the normalised rows, {@code [rows, size]}
     */
    static double[] forward(double[] x, double[] gain, double epsilon) {
        int size = gain.length;
        double[] y = new double[x.length];
        for (int start = 0; start < x.length; start += size) {
            double scale = scale(x, start, size, epsilon);
            for (int i = 0; i < size; i++) {
                y[start + i] = gain[i] * x[start + i] * scale;
            }
        }
        return y;
    }

    /**
     * Adds the gain's gradient to {@code dgain}. With r = 1/sqrt(mean(x²) + ε): dx_i = r γ_i dy_i − r³ x_i/size · Σ_j γ_j dy_j x_j.
     *
     * @return the input's gradient, {@code [rows, size]}
     */
    static double[] backward(double[] x, double[] gain, double epsilon, double[] dy, double[] dgain) {
        int size = gain.length;
        double[] dx = new double[x.length];
        for (int start = 0; start < x.length; start += size) {
            double scale = scale(x, start, size, epsilon);
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += gain[i] * dy[start + i] * x[start + i];
                dgain[i] += dy[start + i] * x[start + i] * scale;
            }
            for (int i = 0; i < size; i++) {
                dx[start + i] = scale * gain[i] * dy[start + i] - scale * scale * scale * x[start + i] * sum / size;
            }
        }
        return dx;
    }

    private static double scale(double[] x, int start, int size, double epsilon) {
        double squares = 0;
        for (int i = 0; i < size; i++) {
            squares += x[start + i] * x[start + i];
        }
        return 1 / Math.sqrt(squares / size + epsilon);
    }
}
