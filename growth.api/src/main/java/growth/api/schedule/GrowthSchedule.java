package growth.api.schedule;

import growth.api.GrowthException;
import growth.api.options.Card;
import org.osgi.annotation.versioning.ConsumerType;

/** Says when models grow, and to what. A plug-in implements this, carries {@link ScheduleName} and is found by that name in run files. */
@ConsumerType
public interface GrowthSchedule {
    /** Returns the schedule's card. */
    Card card();

    /**
     * Begins a run.
     *
     * @throws GrowthException (CONFIGURATION) that says in one line, with the option's place, what cannot be done and what could
     */
    RunningSchedule begin(ScheduleRequest request);
}
