package growth.it.soak;

import java.util.Locale;

/**
 * One move of one plug-in.
 *
 * @param jar     which plug-in, and the version after the move
 * @param move    what was done
 * @param seconds from the end of the file's change until the catalogue said what was to be expected
 */
record SoakStep(SoakJar jar, Move move, double seconds) {

    static final String HEADER = "lane,number,move,seconds";

    /** Returns whether a good jar came, so that somebody waited for it. */
    boolean deploys() {
        return move == Move.INSTALL || move == Move.UPDATE || move == Move.UPDATE_IN_USE;
    }

    /** Returns it as a line of comma-separated values. */
    String line() {
        return String.format(Locale.ROOT, "%d,%d,%s,%.4f", jar.lane(), jar.number(), move.name().toLowerCase(Locale.ROOT), seconds);
    }
}
