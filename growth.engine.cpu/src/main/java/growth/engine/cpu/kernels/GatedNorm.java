package growth.engine.cpu.kernels;

/**
 * Norms of rows whose coordinates are gated (Yao et al. 2024, section 3; growth.api.model.Gates): statistics weighted by the gate c, and
 * the output times c. With s = Σ c the statistics are μ = Σ c·x / s and σ² = Σ c·(x−μ)² / s; RMSNorm has μ = 0. Plain Java: gates stand
 * for a part of a training only.
 */
public final class GatedNorm {
    private GatedNorm() {
    }

    /**
     * y = c·(gain·(x−μ)·r + bias) with r = 1/√(σ² + ε).
     *
     * @param bias  null for RMSNorm, whose μ is 0
     * @param stats takes μ and r
     */
    public static void forward(float[] x, float[] gain, float[] bias, float[] c, double epsilon, float[] y, float[] stats, int n) {
        double size = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            size += c[i];
            mean += (double) c[i] * x[i];
        }
        mean = bias == null ? 0 : mean / size;
        double variance = 0;
        for (int i = 0; i < n; i++) {
            double centred = x[i] - mean;
            variance += c[i] * centred * centred;
        }
        double r = 1 / Math.sqrt(variance / size + epsilon);
        for (int i = 0; i < n; i++) {
            double normed = (x[i] - mean) * r * gain[i];
            y[i] = (float) (c[i] * (bias == null ? normed : normed + bias[i]));
        }
        stats[0] = (float) mean;
        stats[1] = (float) r;
    }

    /**
     * The gradient of {@link #forward}: with g = c·dy·gain and z = (x−μ)·r,
     * dx += r·(g − c/s·(Σ g + z·Σ g·z)), dgain += c·dy·z, dbias += c·dy; without a bias the term Σ g is missing.
     *
     * @param vectors sums over rows
     * @param biasAt  place of the bias' sums in it; negative for RMSNorm
     */
    public static void backward(float[] dy, float[] x, float[] gain, float[] c, float mean, float r, float[] dx, float[] vectors,
            int gainAt, int biasAt, int n) {
        double size = 0;
        double sum = 0;
        double projection = 0;
        for (int i = 0; i < n; i++) {
            double z = (x[i] - (double) mean) * r;
            double g = (double) c[i] * dy[i];
            size += c[i];
            sum += g * gain[i];
            projection += g * gain[i] * z;
            vectors[gainAt + i] += (float) (g * z);
            if (biasAt >= 0) {
                vectors[biasAt + i] += (float) g;
            }
        }
        double common = biasAt >= 0 ? sum / size : 0;
        for (int i = 0; i < n; i++) {
            double z = (x[i] - (double) mean) * r;
            dx[i] += (float) (r * ((double) c[i] * dy[i] * gain[i] - c[i] * (common + z * projection / size)));
        }
    }
}
