package growth.ops.compound;

import growth.conformance.ScheduleConformance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The bundle's schedules pass the suite that third parties' schedules pass. */
class SchedulesConformTest {

    @TestFactory
    Stream<DynamicNode> compound() {
        return ScheduleConformance.tests(new CompoundSchedule(), new CompoundSchedule().card().defaults());
    }
}
