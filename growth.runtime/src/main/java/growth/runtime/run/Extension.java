package growth.runtime.run;

import java.util.Locale;

/** The run's policy for the learning-rate schedule when a resume changes the length of the run. */
public enum Extension {
    /** The schedule is what it would have been, had the run been planned with its new length: the rate may jump. */
    REPLAN,
    /**
     * The schedule continues from where it stands: what is left of its warm-up, ramp and decay is stretched over what is left of the run.
     */
    CONTINUE;

    /** Returns the name in run files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

}
