package growth.study.account;

/** Names of what is measured of a model. */
public final class Measures {
    /** Nats per label, on the study's validation data. */
    public static final String LOSS = "loss";
    /** Loss in bits per byte of text, which tokenizers do not change. */
    public static final String BITS_PER_BYTE = "bits per byte";
    /** Share of right answers. */
    public static final String ACCURACY = "accuracy";
    /** Harmonic mean of precision and recall, averaged over classes. */
    public static final String F1 = "F1";

    private Measures() {
    }

    /**
     * Returns the name of the share of images whose label is among the highest logits.
     *
     * @param n how many of these
     */
    public static String top(int n) {
        return "top-" + n + " accuracy";
    }

    /** Returns the name of the loss on a further validation set. */
    public static String lossOn(String set) {
        return "loss on " + set;
    }

    /** Returns the name of a suite's score. */
    public static String score(String suite, String score) {
        return suite + ": " + score;
    }
}
