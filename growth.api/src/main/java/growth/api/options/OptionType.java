package growth.api.options;

/** What an option's value is. */
public enum OptionType {
    /** A whole number: {@link Options#integer}. */
    INTEGER("whole number"),
    /** A number, also written in percent ({@code 10%} is 0.1): {@link Options#number}. */
    NUMBER("number"),
    /** A list of numbers: {@link Options#numbers}. */
    NUMBERS("list of numbers"),
    /** true or false: {@link Options#flag}. */
    FLAG("true or false"),
    /** Text: {@link Options#text}. */
    TEXT("text"),
    /** One of the declared choices: {@link Options#text}. */
    CHOICE("choice"),
    /** A training time such as {@code 8Mtok} or {@code 10%}: {@link Options#time}. */
    TIME("time"),
    /** Sizes that differ from the target's, such as {@code {layers: 3}}: {@link Options#shape}. */
    SHAPE("shape"),
    /** A list of texts, or one text: {@link Options#texts}. */
    TEXTS("list of text"),
    /** A group of options of its own: {@link Options#group}. */
    GROUP("group"),
    /** A list of groups: {@link Options#groups}. */
    GROUPS("list of groups");

    private final String words;

    OptionType(String words) {
        this.words = words;
    }

    /** @return the type in words, for help texts and errors */
    public String words() {
        return words;
    }
}
