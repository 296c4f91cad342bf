package growth.api;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
         * An operator, schedule, data source, engine or listener that is installed and fails: it throws, blocks or returns something
         * impossible.
         */
        FAILING_PLUGIN(3),
        /** A corpus, token file or image that cannot be used. */
        DATA(4),
        /** A loss that became NaN or infinite; the last good checkpoint is kept. */
        DIVERGED(5),
        /** A checkpoint or run folder that cannot be read or written. */
        CHECKPOINT(6),
        /** A run that is over and saved but ended before its last stage, in a run that asks for that to fail. */
        INCOMPLETE(7),
        /** Another process of a data-parallel run was lost; the same command goes on from the last checkpoint. */
        PEER(8);

        private final int exitStatus;

        Kind(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        /** Returns the exit status of a command that fails this way. */
        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Kind kind;
    private final String place;
    private final String key;

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
        this(kind, null, null, message, cause);
    }

    /**
     * @param place the place that the user has to correct; null if it is not known
     * @param key   the wrong key; null if there is none
     */
    protected GrowthException(Kind kind, String place, String key, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.kind = Objects.requireNonNull(kind);
        this.place = place;
        this.key = key;
    }

    /** Returns the kind of the failure. */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the place that the user has to correct, {@code file:line} or {@code --set key}, if it is known; the message begins with it.
     */
    public Optional<String> place() {
        return Optional.ofNullable(place);
    }

    /** Returns the key that is wrong, such as {@code kv-heads}, if it is one. */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /** Returns the same failure, which now names the key that is wrong; its message stays as it is. */
    public GrowthException about(String wrong) {
        return same(place, wrong, getMessage());
    }

    /**
     * Returns the same failure with its place in front: {@code place: message}.
     *
     * @param where {@code file:line}, {@code --set key} or a file name
     */
    public GrowthException at(String where) {
        return same(where, key, where + ": " + getMessage());
    }

    /** Returns the same failure with its place and its key in front, as {@link #where} writes them. */
    public GrowthException at(String where, String wrong) {
        return same(where, wrong, where(where, wrong) + ": " + getMessage());
    }

    /** Returns the same failure in other words. */
    public GrowthException saying(String message) {
        return same(place, key, message);
    }

    private GrowthException same(String where, String wrong, String message) {
        GrowthException same = copy(where, wrong, message);
        same.setStackTrace(getStackTrace());
        Stream.of(getSuppressed()).forEach(same::addSuppressed);
        return same;
    }

    /** Returns a failure of the same kind and cause; a subclass returns one of its own class. */
    protected GrowthException copy(String where, String wrong, String message) {
        return new GrowthException(kind, where, wrong, message, getCause());
    }

    /**
     * Runs an action, and adds the place to its failure unless that carries a better one itself.
     *
     * @param place {@code file:line} of what is being done
     * @return what the action returns
     * @throws GrowthException what the action throws, with a place
     */
    public static <T> T placed(String place, Supplier<T> action) {
        try {
            return action.get();
        } catch (GrowthException e) {
            throw e.place().isPresent() ? e : e.at(place);
        }
    }

    /** Returns {@code place: key}, or the place alone where it ends with the key, as {@code --set training.batch} does. */
    public static String where(String place, String key) {
        return place.endsWith(" " + key) || place.endsWith("." + key) ? place : place + ": " + key;
    }
}
