package growth.it.probe;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.List;
import java.util.Optional;

/** Grows from one layer, once, after as many steps as the number in its jar says, plus those of an option. */
public final class NumberedSchedule implements GrowthSchedule {

    private final Numbered numbered = Numbered.read();

    /**
     * Its options. Whoever reads them meets a class of the jar.
     *
     * @param later how many steps later than the number says
     */
    private record Settings(@Option(description = "steps to wait besides", defaultValue = "0") long later) {
    }

    @Override
    public Card card() {
        return new Card(numbered.name(), "Grows once, for a test.", "none", Settings.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        long later = request.options().as(Settings.class).later();
        return new Once(request.target().toBuilder().layers(1).build(), request.target(), numbered.number() + later);
    }

    private record Once(ModelShape start, ModelShape target, long step) implements RunningSchedule {
        @Override
        public Optional<List<PlannedStage>> plan() {
            return Optional.of(List.of(PlannedStage.first(start, View.full()),
                    new PlannedStage(TrainingTime.steps(step), target, View.full(), Optional.empty())));
        }

        @Override
        public Decision next(Progress progress, ModelShape present) {
            return present.equals(start) && progress.step() >= step ? InTime.decide(target) : Decision.trainOn();
        }
    }

    /** Loaded from the plug-in's jar when the model grows, not earlier. */
    private static final class InTime {

        static Decision decide(ModelShape target) {
            return new Decision.Grow(target, Optional.empty(), View.full());
        }
    }
}
