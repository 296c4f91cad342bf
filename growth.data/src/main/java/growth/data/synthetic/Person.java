package growth.data.synthetic;

/**
 * Somebody in a story.
 *
 * @param name   the name, e.g. {@code Mia}
 * @param kind   what they are, e.g. {@code girl} or {@code fox}
 * @param female whether pronouns are she and her
 */
record Person(String name, String kind, boolean female) {
    String she() {
        return female ? "she" : "he";
    }

    String her() {
        return female ? "her" : "his";
    }
}
