package growth.launcher;

/** The installation cannot be started as it is; the message says in one line what is wrong and what would be right. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StartException(String message) {
        super(message);
    }

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
