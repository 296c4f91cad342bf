package growth.api.options;

/** What an option's value is. */
public enum OptionType {
    /** A whole number. */
    INTEGER("whole number"),
    /** A number, also written in percent ({@code 10%} is 0.1). */
    NUMBER("number"),
    /** A list of numbers. */
    NUMBERS("list of numbers"),
    /** true or false. */
    FLAG("true or false"),
    /** Text. */
    TEXT("text"),
    /** One of the declared choices. */
    CHOICE("choice"),
    /** A training time such as {@code 8Mtok} or {@code 10%}. */
    TIME("time"),
    /** Sizes that differ from the target's, such as {@code {layers: 3}}. */
    SHAPE("shape"),
    /** A list of texts, or one text. */
    TEXTS("list of text"),
    /** A group of options of its own. */
    GROUP("group"),
    /** A list of groups. */
    GROUPS("list of groups"),
    /** Lists of texts, each by a name that the file gives it. */
    TEXTS_BY_NAME("names with lists of text");

    private final String words;

    OptionType(String words) {
        this.words = words;
    }

    /** Returns the type in words, for help texts and errors. */
    public String words() {
        return words;
    }
}
