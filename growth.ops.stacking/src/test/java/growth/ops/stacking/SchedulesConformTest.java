package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.conformance.ScheduleConformance;
import growth.ops.stacking.OneHopSchedule.OneHopOptions;
import growth.ops.stacking.PropSchedule.EqualSteps;
import growth.ops.stacking.PropSchedule.PropOptions;
import growth.ops.stacking.StagesSchedule.Stage;
import growth.ops.stacking.StagesSchedule.StagesOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The bundle's schedules pass the suite that third parties' schedules pass. */
class SchedulesConformTest {
    private static final StageView FULL = new StageView(Optional.empty(), Optional.empty(), Optional.empty());

    @TestFactory
    Stream<DynamicNode> oneHop() {
        return ScheduleConformance.tests(new OneHopSchedule(), Options.of(new OneHopOptions(ShapeChange.parse("layers=2"),
                Optional.of(TrainingTime.share(0.25)))));
    }

    @TestFactory
    Stream<DynamicNode> stages() {
        return ScheduleConformance.tests(new StagesSchedule(), Options.of(new StagesOptions(ShapeChange.parse("layers=2"), List.of(
                new Stage(TrainingTime.steps(40), Optional.of(ShapeChange.parse("layers=4")), Optional.of("stack"), FULL),
                new Stage(TrainingTime.share(0.5), Optional.empty(), Optional.empty(), FULL)), FULL)));
    }

    @TestFactory
    Stream<DynamicNode> prop() {
        return ScheduleConformance.tests(new PropSchedule(), Options.of(new PropOptions(new EqualSteps(ShapeChange.parse("layers=2"),
                Optional.empty(), Optional.empty()), 2)));
    }
}
