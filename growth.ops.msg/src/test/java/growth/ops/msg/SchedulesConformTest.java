package growth.ops.msg;

import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.conformance.ScheduleConformance;
import growth.ops.msg.MsgSchedule.MsgScheduleOptions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The bundle's schedules pass the suite that third parties' schedules pass. */
class SchedulesConformTest {

    @TestFactory
    Stream<DynamicNode> msg() {
        return ScheduleConformance.tests(new MsgSchedule(),
                Options.of(new MsgScheduleOptions(ShapeChange.parse("layers=2,hidden=32,heads=4,intermediate=64"),
                Optional.empty(), Optional.empty(), 2)));
    }
}
