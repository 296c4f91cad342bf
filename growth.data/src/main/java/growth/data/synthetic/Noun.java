package growth.data.synthetic;

/**
 * A word for things that can be counted.
 *
 * @param singular e.g. {@code leaf}
 * @param plural   e.g. {@code leaves}
 */
record Noun(String singular, String plural) {
    /** @param entry singular, or {@code singular/plural} if the plural is irregular */
    static Noun of(String entry) {
        String[] forms = entry.split("/");
        return new Noun(forms[0], forms.length > 1 ? forms[1] : English.plural(forms[0]));
    }

    /** @return the form that goes with that number */
    String forCount(int count) {
        return count == 1 ? singular : plural;
    }

    /** @return e.g. {@code three leaves} */
    String counted(int count) {
        return English.number(count) + " " + forCount(count);
    }
}
