package growth.shell.doctor;

/**
 * One thing the doctor found.
 *
 * @param verdict how it is
 * @param subject what was looked at, in a word or two
 * @param fact    what was found
 * @param remedy  what to do; empty if nothing
 */
public record Finding(Verdict verdict, String subject, String fact, String remedy) {
    /** How something is. */
    public enum Verdict {
        /** As it should be. */
        OK,
        /** It works, but not as well as it could. */
        WARN,
        /** Something essential is missing. */
        FAIL
    }

    static Finding ok(String subject, String fact) {
        return new Finding(Verdict.OK, subject, fact, "");
    }

    static Finding warn(String subject, String fact, String remedy) {
        return new Finding(Verdict.WARN, subject, fact, remedy);
    }

    static Finding fail(String subject, String fact, String remedy) {
        return new Finding(Verdict.FAIL, subject, fact, remedy);
    }
}
