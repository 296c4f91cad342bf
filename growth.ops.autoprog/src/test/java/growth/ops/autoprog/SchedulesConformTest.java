package growth.ops.autoprog;

import growth.api.options.DefaultOptions;
import growth.conformance.ScheduleConformance;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The bundle's schedules pass the suite that third parties' schedules pass. */
class SchedulesConformTest {

    @TestFactory
    Stream<DynamicNode> autoProg() {
        return ScheduleConformance.tests(new AutoProgSchedule(), DefaultOptions.of(new AutoProgSchedule().card()));
    }

    @TestFactory
    Stream<DynamicNode> autoProgSearch() {
        return ScheduleConformance.tests(new AutoProgSearchSchedule(), DefaultOptions.of(new AutoProgSearchSchedule().card()));
    }
}
