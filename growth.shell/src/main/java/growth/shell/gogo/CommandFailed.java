package growth.shell.gogo;

/** A command of the shell failed and has said why; scripts can catch it. */
public final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    CommandFailed(String command, int status) {
        super("growth:" + command + " ended with status " + status);
        this.status = status;
    }

    /** @return the exit status the command would have had on the command line */
    public int status() {
        return status;
    }

    /** One line, for shells that print exceptions this way. */
    @Override
    public String toString() {
        return getMessage();
    }
}
