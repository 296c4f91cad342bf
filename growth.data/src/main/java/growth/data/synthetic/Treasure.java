package growth.data.synthetic;

/**
 * A thing there is only one of in a story.
 *
 * @param quality an adjective, which is repeated whenever the thing is introduced or asked for
 * @param noun    what it is
 */
record Treasure(String quality, String noun) {
    /** @return e.g. {@code red kite} */
    String full() {
        return quality + " " + noun;
    }
}
