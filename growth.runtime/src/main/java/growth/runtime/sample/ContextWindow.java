package growth.runtime.sample;

/**
 * The part of a text that a model sees. Up to the model's context that is everything. Then the text would lose its first token with every
 * new one, and everything would have to be read anew, since positions move; so the window moves on by half of the context at a time, and
 * what is left is read anew once.
 *
 * @param context tokens that the model takes
 * @param prefix  tokens before the text, such as a beginning of text, which always stay
 */
record ContextWindow(int context, int prefix) {
    /** Returns the first token of the text that is seen when the text has that many. */
    int start(int length) {
        int room = context - prefix;
        if (length <= room) {
            return 0;
        }
        int step = Math.max(1, room - room / 2);
        return (length - room + step - 1) / step * step;
    }
}
