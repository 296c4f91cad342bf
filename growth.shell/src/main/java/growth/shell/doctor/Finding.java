package growth.shell.doctor;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.apache.felix.hc.api.ResultLog.Entry;

/**
 * One finding of the doctor.
 *
 * @param verdict how it is
 * @param subject the check's name
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
        FAIL;

        /** Maps a result's status; a check that itself fails does not show that training is impossible. */
        private static Verdict of(Status status) {
            return switch (status) {
                case OK -> OK;
                case CRITICAL -> FAIL;
                case WARN, TEMPORARILY_UNAVAILABLE, HEALTH_CHECK_ERROR -> WARN;
            };
        }
    }

    /**
     * Returns one finding per entry of a result. The first line of an entry's message is the fact; lines that follow say what to do.
     * Entries for debugging are left out.
     */
    public static List<Finding> of(String subject, Result result) {
        List<Finding> findings = new ArrayList<>();
        for (Entry entry : result) {
            if (!entry.isDebug()) {
                String[] parts = entry.getMessage().split("\\R", 2);
                String remedy = parts.length == 1 ? "" : parts[1].replaceAll("\\R", " ");
                findings.add(new Finding(Verdict.of(entry.getStatus()), subject, parts[0], remedy));
            }
        }
        return findings;
    }
}
