package growth.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.reference.OptionValues;
import growth.reference.SmallShapes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StageCheckTest {
    record AnyOptions(@Option(description = "the first model") ShapeChange from, @Option(description = "another model") ShapeChange odd,
            @Option(description = "when") TrainingTime at) {
    }

    private final ModelShape target = SmallShapes.of(Family.LLAMA).toBuilder().layers(4).build();
    private final ShapeChange from = ShapeChange.parse("layers=2");
    private final ShapeChange odd = ShapeChange.parse("head-size=3");
    private final Options options = new OptionValues().with("from", from).with("odd", odd).time("at", "10%")
            .build(new Card("any", "Any schedule.", "none", AnyOptions.class));
    private final StageCheck check = new StageCheck(new ScheduleRequest(target, TrainingTime.parse("8ktok"), 16, 1000, options, 1));

    @Test
    void shapesAreTheTargetsWithTheWrittenSizes() {
        assertThat(check.shape(from, options, "from")).isEqualTo(layers(2));
        assertRefused(() -> check.shape(odd, options, "odd"), "run.yaml:2: odd: head-size 3 is odd; rotary positions need an even one");
    }

    @Test
    void modelsOnlyGrow() {
        check.shrinking(layers(2), layers(2), options, "from");
        check.growing(layers(2), layers(3), options, "from");
        assertRefused(() -> check.growing(layers(3), layers(2), options, "from"),
                "run.yaml:1: from: layers would shrink from 3 to 2; models only grow, so give the earlier one at most 2");
        assertRefused(() -> check.growing(layers(2), layers(2), options, "from"), "run.yaml:1: from: nothing would grow: the model is "
                + layers(2) + " before and after; give other sizes, e.g. fewer layers before");
    }

    @Test
    void timesArePartOfTheRunAndOnlyPass() {
        check.within(TrainingTime.parse("499ba"), options, "at");
        assertRefused(() -> check.within(TrainingTime.parse("500ba"), options, "at"),
                "run.yaml:3: at: 500ba is not within the run of 8ktok; give an earlier time, e.g. 10%");
        check.passing(TrainingTime.parse("10%"), TrainingTime.parse("1ktok"), options, "at");
        assertRefused(() -> check.passing(TrainingTime.parse("10%"), TrainingTime.parse("800tok"), options, "at"),
                "run.yaml:3: at: 800tok does not come after 10% of the stage before; give a later time");
        assertRefused(() -> check.passing(TrainingTime.parse("10%"), TrainingTime.parse("5sec"), options, "at"),
                "run.yaml:3: at: whether 5sec comes after 10% cannot be told before the run; give both in one unit");
    }

    private ModelShape layers(int layers) {
        return target.toBuilder().layers(layers).build();
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(GrowthException.class).hasMessage(message);
    }
}
