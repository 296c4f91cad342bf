package growth.ops.stacking;

import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;
import org.osgi.service.component.annotations.Component;

/** Stages in proportion to their number ({@link ProportionalSchedule}, a = 1). */
@ScheduleName(PropOneSchedule.NAME)
@Component(service = GrowthSchedule.class)
public final class PropOneSchedule extends ProportionalSchedule {
    static final String NAME = "prop-1";

    /** For the framework. */
    public PropOneSchedule() {
        super(NAME, 1);
    }
}
