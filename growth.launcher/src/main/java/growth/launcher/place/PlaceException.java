package growth.launcher.place;

/** A place does not take work. The message is one line for the user: what, where, what would be right. */
public final class PlaceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitStatus;

    /**
     * Creates it.
     *
     * @param exitStatus that of the command which needs the place: 1 unexpected, 2 usage or configuration, 3 a plug-in is missing, 8 an
     *                   executor was lost
     */
    public PlaceException(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    /** Creates it from what caused it. */
    public PlaceException(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** Returns the exit status of the command which needs the place. */
    public int exitStatus() {
        return exitStatus;
    }
}
