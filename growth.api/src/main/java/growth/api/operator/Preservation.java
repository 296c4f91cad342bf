package growth.api.operator;

/** What an operator claims about the model's function at the moment of growth. */
public enum Preservation {
    /** The same logits, up to rounding. */
    EXACT("exact"),
    /** The same logits up to the effect of the norms' epsilon. */
    EXACT_UP_TO_EPSILON("exact up to epsilon"),
    /** Other logits. */
    NONE("none");

    private final String words;

    Preservation(String words) {
        this.words = words;
    }

    /** Returns the class in words. */
    public String words() {
        return words;
    }
}
