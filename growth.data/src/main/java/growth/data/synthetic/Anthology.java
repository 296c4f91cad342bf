package growth.data.synthetic;

import growth.api.random.SplitMix;

/**
 * The mixture of all pieces. One text in eight, chosen by a hash of the text itself, is kept for validation; so no text is ever in both
 * parts, whatever the seeds.
 */
final class Anthology {
    /** Part of every cache entry's name and of the provenance: a change that makes other texts must change it. */
    static final int VERSION = 2;
    private static final int PARTS = 8;
    private static final int TALES = 64;
    private static final int COUNTING = 14;
    private static final int REASONING = 12;
    private final Lexicon lexicon = new Lexicon();
    private final Piece tale = new Tale();
    private final Piece counting = new CountingProblem();
    private final Piece reasoning = new Reasoning();
    private final Piece assignment = new AssignmentQuestion();

    /** Which texts. */
    enum Part {
        TRAINING, VALIDATION
    }

    /** Returns the next text of that part, ended by an empty line; the dice, which move on, decide it. */
    String next(Dice dice, Part part) {
        String text;
        do {
            text = piece(dice).write(dice, lexicon) + "\n";
        } while ((Long.remainderUnsigned(SplitMix.seed(0, text), PARTS) == 0) != (part == Part.VALIDATION));
        return text;
    }

    private Piece piece(Dice dice) {
        int choice = dice.between(1, 100);
        if (choice <= TALES) {
            return tale;
        }
        if (choice <= TALES + COUNTING) {
            return counting;
        }
        return choice <= TALES + COUNTING + REASONING ? reasoning : assignment;
    }

    /** One kind of text. */
    interface Piece {
        /** Returns the text, with a line feed at its end. */
        String write(Dice dice, Lexicon lexicon);
    }
}
