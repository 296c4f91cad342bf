package growth.reference;

/** Activations in float64. */
final class Activations {
    private Activations() {
    }

    /** GELU (Hendrycks and Gimpel 2016): x·Φ(x), as in BERT and ViT. */
    static double gelu(double x) {
        return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
    }

    /** GELU by its tanh approximation, as in GPT-2 ({@code gelu_new}). */
    static double geluTanh(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    /** SiLU: x·σ(x). */
    static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    /**
     * The error function, computed as erf(x) = 2/√π · e^(−x²) · Σ_n 2^n x^(2n+1) / (1·3·…·(2n+1)) (Abramowitz and Stegun 7.1.6). All terms
     * have one sign, so nothing cancels; from |x| = 6 on the result rounds to ±1.
     */
    static double erf(double x) {
        if (Math.abs(x) >= 6) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
