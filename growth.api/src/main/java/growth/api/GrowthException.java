package growth.api;

import java.util.Objects;

/**
 * A failure a user can understand and act upon. Its message is one line that says what is wrong, where, and what would be right;
 * its kind decides the exit status of the command line.
 */
public class GrowthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What failed, and with it the exit status of a command. */
    public enum Kind {
        /** A defect of the framework. */
        UNEXPECTED(1),
        /** A wrong argument, option, run file or shape. */
        CONFIGURATION(2),
        /** An operator, schedule, data source or engine that is not installed. */
        MISSING_PLUGIN(3),
        /**
         * An operator, schedule, data source, engine or listener that is installed and fails: it throws, blocks or returns what cannot
         * be.
         */
        FAILING_PLUGIN(3),
        /** A corpus, token file or image that cannot be used. */
        DATA(4),
        /** A loss that became NaN or infinite; the last good checkpoint is kept. */
        DIVERGED(5),
        /** A checkpoint or run folder that cannot be read or written. */
        CHECKPOINT(6),
        /** A run that is over and saved but ended before its last stage, in a run that asks for that to fail. */
        INCOMPLETE(7);

        private final int exitStatus;

        Kind(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        /** @return the exit status of a command that fails this way */
        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Kind kind;

    /**
     * @param kind    what failed
     * @param message one line: what, where, what would be right
     */
    public GrowthException(Kind kind, String message) {
        this(kind, message, null);
    }

    /**
     * @param kind    what failed
     * @param message one line: what, where, what would be right
     * @param cause   the technical cause, shown with {@code --debug} only; may be null
     */
    public GrowthException(Kind kind, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.kind = Objects.requireNonNull(kind);
    }

    /** @return what failed */
    public Kind kind() {
        return kind;
    }

    /**
     * The same failure with its place in front.
     *
     * @param place {@code file:line} or a file name
     * @return an exception whose message is {@code place: message}
     */
    public GrowthException at(String place) {
        return new GrowthException(kind, place + ": " + getMessage(), this);
    }
}
