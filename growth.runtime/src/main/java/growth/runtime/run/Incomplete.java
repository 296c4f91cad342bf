package growth.runtime.run;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What it means if a run ends before its last stage: a policy of the run. */
public enum Incomplete {
    /** The summary says so. */
    WARN,
    /** The run is saved and its summary says so, and the command fails. */
    FAIL;

    /** @return the name in run files */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the names of all */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Incomplete::id).toList();
    }

    /**
     * @param id one of {@link #ids}
     * @return the policy
     */
    public static Incomplete of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT));
    }
}
