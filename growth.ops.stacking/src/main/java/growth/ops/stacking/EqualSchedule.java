package growth.ops.stacking;

import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;
import org.osgi.service.component.annotations.Component;

/** Stages of equal length ({@link ProportionalSchedule}, a = 0). */
@ScheduleName(EqualSchedule.NAME)
@Component(service = GrowthSchedule.class)
public final class EqualSchedule extends ProportionalSchedule {
    static final String NAME = "equal";

    /** For the framework. */
    public EqualSchedule() {
        super(NAME, 0);
    }
}
