package growth.ops.stacking;

import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;
import org.osgi.service.component.annotations.Component;

/** Stages in proportion to the cube of their number ({@link ProportionalSchedule}, a = 3). */
@ScheduleName(PropThreeSchedule.NAME)
@Component(service = GrowthSchedule.class)
public final class PropThreeSchedule extends ProportionalSchedule {
    static final String NAME = "prop-3";

    /** For the framework. */
    public PropThreeSchedule() {
        super(NAME, 3);
    }
}
