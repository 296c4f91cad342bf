package growth.ops.autoprog;

import growth.conformance.ScheduleConformance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The bundle's schedules pass the suite that third parties' schedules pass. */
class SchedulesConformTest {

    @TestFactory
    Stream<DynamicNode> autoProg() {
        return ScheduleConformance.tests(new AutoProgSchedule(), new AutoProgSchedule().card().defaults());
    }

    @TestFactory
    Stream<DynamicNode> autoProgSearch() {
        return ScheduleConformance.tests(new AutoProgSearchSchedule(), new AutoProgSearchSchedule().card().defaults());
    }
}
