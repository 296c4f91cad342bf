package growth.reference;

/**
 * LayerNorm and RMSNorm whose statistics are weighted by gates c, and whose output is multiplied by them (growth-methods 4.1). With c = 1
 * throughout they are the ordinary norms.
 */
final class GatedNorm {
    private GatedNorm() {
    }

    /**
     * LayerNorm: μ = Σ c·x / Σ c, σ² = Σ c·(x−μ)² / Σ c, y = c·(gain·(x−μ)/√(σ²+ε) + bias).
     *
     * @param x {@code [positions][hidden]}
     * @param c gates, {@code [hidden]}
     */
    static double[][] layer(double[][] x, double[] gain, double[] bias, double[] c, double epsilon) {
        double[][] y = new double[x.length][c.length];
        for (int t = 0; t < x.length; t++) {
            double mass = 0;
            double mean = 0;
            for (int i = 0; i < c.length; i++) {
                mass += c[i];
                mean += c[i] * x[t][i];
            }
            mean /= mass;
            double variance = 0;
            for (int i = 0; i < c.length; i++) {
                variance += c[i] * (x[t][i] - mean) * (x[t][i] - mean);
            }
            variance /= mass;
            for (int i = 0; i < c.length; i++) {
                y[t][i] = c[i] * (gain[i] * (x[t][i] - mean) / Math.sqrt(variance + epsilon) + bias[i]);
            }
        }
        return y;
    }

    /**
     * RMSNorm: y = c·gain·x/√(Σ c·x² / Σ c + ε).
     *
     * @param x {@code [positions][hidden]}
     * @param c gates, {@code [hidden]}
     */
    static double[][] rms(double[][] x, double[] gain, double[] c, double epsilon) {
        double[][] y = new double[x.length][c.length];
        for (int t = 0; t < x.length; t++) {
            double mass = 0;
            double squares = 0;
            for (int i = 0; i < c.length; i++) {
                mass += c[i];
                squares += c[i] * x[t][i] * x[t][i];
            }
            for (int i = 0; i < c.length; i++) {
                y[t][i] = c[i] * gain[i] * x[t][i] / Math.sqrt(squares / mass + epsilon);
            }
        }
        return y;
    }
}
