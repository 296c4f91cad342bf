package growth.shell.console;

import growth.report.http.HttpAccess;
import growth.report.http.HttpLogin;

/** Admits one user with a password. Whoever guesses waits after each guess, and guesses wait for one another. */
final class ConsoleLogin implements HttpLogin {
    /** The user. */
    static final String USER = "growth";
    private static final long PAUSE_MILLIS = 500;
    private final String password;

    ConsoleLogin(String password) {
        this.password = password;
    }

    @Override
    public boolean admits(String user, String given) {
        boolean known = HttpAccess.same(given, password) & HttpAccess.same(user, USER);
        if (!known) {
            pause();
        }
        return known;
    }

    private synchronized void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
