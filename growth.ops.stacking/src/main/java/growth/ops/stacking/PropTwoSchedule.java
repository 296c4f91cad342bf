package growth.ops.stacking;

import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;
import org.osgi.service.component.annotations.Component;

/** Stages in proportion to the square of their number ({@link ProportionalSchedule}, a = 2). */
@ScheduleName(PropTwoSchedule.NAME)
@Component(service = GrowthSchedule.class)
public final class PropTwoSchedule extends ProportionalSchedule {
    static final String NAME = "prop-2";

    /** For the framework. */
    public PropTwoSchedule() {
        super(NAME, 2);
    }
}
