package growth.runtime.fake;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.options.ShapeChange;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Grows once: {@code from} a shape, {@code at} a time, to the target; {@code secret: true} keeps the plan to itself,
 * {@code timeless: true} its times only.
 */
public final class ToySchedule implements GrowthSchedule {
    /** Its options. */
    public record HopOptions(@Option(description = "the first model, where it differs from the target") ShapeChange from,
            @Option(description = "when it grows", defaultValue = "10%") TrainingTime at,
            @Option(description = "whether the plan is known only while training", defaultValue = "false") boolean secret,
            @Option(description = "whether the time is known only while training", defaultValue = "false") boolean timeless,
            @Option(description = "another operator") Optional<String> by,
            @Option(description = "more stages") Optional<List<Stage>> stages) {
    }

    /** A stage that nothing comes of. */
    public record Stage(@Option(description = "when") TrainingTime at,
            @Option(description = "what for", defaultValue = "none") String note) {
    }

    @Override
    public Card card() {
        return new Card("hop", "Grows once.", "none", HopOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        HopOptions options = request.options().as(HopOptions.class);
        ModelShape start = options.from().applyTo(request.target());
        TrainingTime at = options.at();
        Optional<String> by = options.by();
        List<PlannedStage> stages = List.of(new PlannedStage(TrainingTime.tokens(0), start, View.full(), Optional.empty()),
                new PlannedStage(at, request.target(), View.full(), by));
        boolean secret = options.secret();
        boolean timeless = options.timeless();
        return new RunningSchedule() {
            @Override
            public ModelShape start() {
                return start;
            }

            @Override
            public Optional<List<PlannedStage>> plan() {
                return secret || timeless ? Optional.empty() : Optional.of(stages);
            }

            @Override
            public List<Decision.Grow> growths() {
                return secret ? List.of() : List.of(stages.get(1).growth());
            }

            @Override
            public Decision next(Progress progress, ModelShape present) {
                boolean due = present.equals(start) && progress.reached(at);
                return due ? new Decision.Grow(request.target(), by, View.full()) : Decision.trainOn();
            }
        };
    }
}
