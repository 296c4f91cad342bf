package growth.ops.lossless;

import growth.api.TrainingTime;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.conformance.ScheduleConformance;
import growth.ops.lossless.SlopeSchedule.SlopeOptions;
import growth.ops.lossless.SlopeSchedule.Stage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The bundle's schedules pass the suite that third parties' schedules pass. */
class SchedulesConformTest {

    @TestFactory
    Stream<DynamicNode> slope() {
        return ScheduleConformance.tests(new SlopeSchedule(), Options.of(new SlopeOptions(
                ShapeChange.parse("layers=2"), Optional.of(List.of(
                new Stage(Optional.of(ShapeChange.parse("layers=4")), Optional.empty(), Optional.empty()),
                new Stage(Optional.empty(), Optional.of("stack"), Optional.empty()))), Optional.empty(), TrainingTime.share(0.05),
                TrainingTime.share(0.05))));
    }
}
