package growth.it.soak;

/** A step that did not do what it should. */
final class SoakFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    SoakFailure(String message) {
        super(message);
    }
}
