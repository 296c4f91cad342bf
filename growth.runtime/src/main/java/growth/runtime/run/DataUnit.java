package growth.runtime.run;

import growth.api.model.Family;

/** The unit in which data are counted; training time has one unit, {@code tok}, for both. */
public enum DataUnit {
    /** Tokens of text. */
    TOKENS("tokens", "tok"),
    /** Images. */
    IMAGES("images", "img");

    private final String words;
    private final String abbreviation;

    DataUnit(String words, String abbreviation) {
        this.words = words;
        this.abbreviation = abbreviation;
    }

    /** Returns what models of that family are trained on. */
    public static DataUnit of(Family family) {
        return family == Family.VIT ? IMAGES : TOKENS;
    }

    /** Returns {@code tokens} or {@code images}. */
    public String words() {
        return words;
    }

    /** Returns {@code tok} or {@code img}. */
    public String abbreviation() {
        return abbreviation;
    }
}
