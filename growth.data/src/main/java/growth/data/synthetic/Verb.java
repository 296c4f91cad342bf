package growth.data.synthetic;

/**
 * A verb's forms.
 *
 * @param base e.g. {@code go}
 * @param past e.g. {@code went}
 */
record Verb(String base, String past) {
    /** @param entry {@code base/past} */
    static Verb of(String entry) {
        String[] forms = entry.split("/");
        return new Verb(forms[0], forms[1]);
    }

    /** @return the form for one person or thing, e.g. {@code goes} or {@code went} */
    String singular(Tense tense) {
        if (base.equals("be")) {
            return tense == Tense.PAST ? "was" : "is";
        }
        if (base.equals("have")) {
            return tense == Tense.PAST ? "had" : "has";
        }
        return tense == Tense.PAST ? past : English.thirdPerson(base);
    }

    /** @return the form for several, e.g. {@code go} or {@code went} */
    String plural(Tense tense) {
        if (base.equals("be")) {
            return tense == Tense.PAST ? "were" : "are";
        }
        return tense == Tense.PAST ? past : base;
    }
}
