package growth.engine.cpu.kernels;

/**
 * Norms of rows whose coordinates are gated (Yao et al. 2024, section 3; growth.api.model.Gates): the gate c weights the statistics and
 * scales the output. With s = Σ c the statistics are μ = Σ c·x / s and σ² = Σ c·(x−μ)² / s; RMSNorm has μ = 0. Plain Java: gates stand
 * for a part of a training only.
 */
public final class GatedNorm {
    private GatedNorm() {
    }

    /** Computes y = c·(gain·(x−μ)·r + bias), and the row's statistics. */
    public static void forward(float[] x, NormRow norm, float[] c, float[] y, int n) {
        double size = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            size += c[i];
            mean += (double) c[i] * x[i];
        }
        mean = norm.rms() ? 0 : mean / size;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double centred = x[i] - mean;
            variance += c[i] * centred * centred;
        }
        double r = 1 / Math.sqrt(variance / size + norm.epsilon);
        for (int i = 0; i < n; i++) {
            double normed = (x[i] - mean) * r * norm.gain[i];
            y[i] = (float) (c[i] * (norm.rms() ? normed : normed + norm.bias[i]));
        }
        norm.set((float) mean, variance / size);
    }

    /**
     * Computes the gradient of {@link #forward}: with g = c·dy·gain and z = (x−μ)·r, dx += r·(g − c/s·(Σ g + z·Σ g·z)), dgain += c·dy·z,
     * dbias += c·dy; without a bias the term Σ g is missing.
     */
    public static void backward(float[] dy, float[] x, NormRow norm, float[] c, float[] dx, int n) {
        float mean = norm.mean();
        float r = norm.r();
        double size = 0;
        double sum = 0;
        double projection = 0;
        for (int i = 0; i < n; i++) {
            double z = (x[i] - (double) mean) * r;
            double g = (double) c[i] * dy[i];
            size += c[i];
            sum += g * norm.gain[i];
            projection += g * norm.gain[i] * z;
            norm.sums[norm.gainAt + i] += (float) (g * z);
            if (!norm.rms()) {
                norm.sums[norm.biasAt + i] += (float) g;
            }
        }
        double common = norm.rms() ? 0 : sum / size;
        for (int i = 0; i < n; i++) {
            double z = (x[i] - (double) mean) * r;
            dx[i] += (float) (r * ((double) c[i] * dy[i] * norm.gain[i] - c[i] * (common + z * projection / size)));
        }
    }
}
