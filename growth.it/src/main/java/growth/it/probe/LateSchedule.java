package growth.it.probe;

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

/** Grows once, and then needs a class that was not loaded before. */
public final class LateSchedule implements GrowthSchedule {

    /** The schedule's name. */
    public static final String NAME = "late";

    private record LateOptions(@Option(description = "the first model, where it differs from the target") ShapeChange from,
            @Option(description = "when it grows") TrainingTime at) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows once, for a test.", "none", LateOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        LateOptions options = request.options().as(LateOptions.class);
        return new Once(options.from().applyTo(request.target()), request.target(), options.at());
    }

    private record Once(ModelShape start, ModelShape target, TrainingTime at) implements RunningSchedule {
        @Override
        public Optional<List<PlannedStage>> plan() {
            return Optional.of(List.of(new PlannedStage(TrainingTime.tokens(0), start, View.full(), Optional.empty()),
                    new PlannedStage(at, target, View.full(), Optional.empty())));
        }

        @Override
        public Decision next(Progress progress, ModelShape present) {
            return present.equals(start) && progress.reached(at) ? AtTheGrowth.decide(target) : Decision.trainOn();
        }
    }

    /** Loaded from the plug-in's jar when the model grows, not earlier. */
    private static final class AtTheGrowth {

        static Decision decide(ModelShape target) {
            return new Decision.Grow(target, Optional.empty(), View.full());
        }
    }
}
