package growth.runtime.run;

import java.util.Locale;

/** What it means if a run ends before its last stage: a policy of the run. */
public enum Incomplete {
    /** The summary says so. */
    WARN,
    /** The run is saved and its summary says so, and the command fails. */
    FAIL;

    /** Returns the name in run files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

}
