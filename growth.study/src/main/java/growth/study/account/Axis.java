package growth.study.account;

/** What a run spends on the way to a loss. */
public enum Axis {
    /** Floating-point operations of the model, as the engine counts them. */
    FLOPS("FLOPs"),
    /** Seconds of the device, evaluations and checkpoints excluded as in the metrics. */
    SECONDS("seconds"),
    /** Tokens, or images, that were trained on. */
    TOKENS("tokens");

    private final String words;

    Axis(String words) {
        this.words = words;
    }

    /** Returns the unit. */
    public String words() {
        return words;
    }
}
