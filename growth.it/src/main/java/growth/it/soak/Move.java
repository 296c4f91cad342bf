package growth.it.soak;

import java.util.random.RandomGenerator;

/** What is done with the jar of a plug-in that serves, and how often, in a hundred moves. */
enum Move {
    /** A jar comes. Follows when there is none. */
    INSTALL(0),
    /** Another version replaces the jar. */
    UPDATE(44),
    /** The same, while somebody uses the present one and goes on to. */
    UPDATE_IN_USE(12),
    /** A part of a jar replaces it. */
    TRUNCATE(7),
    /** A version that cannot be resolved replaces it. */
    STARVE(7),
    /** The jar is deleted. */
    REMOVE(14),
    /** The jar gets another name. */
    RENAME(5),
    /** The jar gets another date. */
    TOUCH(4),
    /** The plug-in is used once more. */
    USE(7);

    private final int weight;

    Move(int weight) {
        this.weight = weight;
    }

    static Move next(RandomGenerator random) {
        int drawn = random.nextInt(100);
        for (Move move : values()) {
            drawn -= move.weight;
            if (drawn < 0) {
                return move;
            }
        }
        throw new IllegalStateException("the weights are no hundred");
    }
}
