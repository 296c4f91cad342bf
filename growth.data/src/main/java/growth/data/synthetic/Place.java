package growth.data.synthetic;

/**
 * Where something happens.
 *
 * @param preposition what stands before it when somebody is there, e.g. {@code on}
 * @param noun        e.g. {@code hill}
 */
record Place(String preposition, String noun) {
    /** @param entry preposition and noun */
    static Place of(String entry) {
        String[] words = entry.split(" ");
        return new Place(words[0], words[1]);
    }

    /** @return e.g. {@code on the hill} */
    String here() {
        return preposition + " " + the();
    }

    /** @return e.g. {@code the hill} */
    String the() {
        return "the " + noun;
    }
}
