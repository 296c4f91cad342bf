package growth.shell.commands;

/** Waits that an interrupt ends. */
final class Pause {
    private Pause() {
    }

    /** Sleeps; an interrupt ends the work with an unchecked exception. */
    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
