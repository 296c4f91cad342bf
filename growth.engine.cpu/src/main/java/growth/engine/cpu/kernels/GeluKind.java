package growth.engine.cpu.kernels;

/** The two forms of GELU, x·Φ(x) (Hendrycks and Gimpel 2016). */
public enum GeluKind {
    /** Φ(x) = ½(1 + erf(x/√2)); BERT and ViT. */
    ERF,
    /** Φ(x) ≈ ½(1 + tanh(√(2/π)(x + 0.044715·x³))); GPT-2. */
    TANH
}
