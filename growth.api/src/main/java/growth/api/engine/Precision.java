package growth.api.engine;

/** The number format in which a session multiplies. Parameters, gradients and the optimizer's moments are float32 in each. */
public enum Precision {
    /** IEEE 754 single precision throughout. */
    F32("f32"),
    /**
     * bfloat16 in matrix products and, in some engines, between them; norms, softmax and loss in float32 (Micikevicius et al. 2018, "Mixed
     * precision").
     */
    BF16("bf16");

    private final String words;

    Precision(String words) {
        this.words = words;
    }

    /** Returns the format as run files write it. */
    @Override
    public String toString() {
        return words;
    }
}
