package growth.runtime.run;

import java.util.Locale;

/** The run's policy for ending before its last stage. */
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
