package growth.runtime.fake;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import java.util.List;
import java.util.Optional;

/**
 * Trains the target in its only stage.
 *
 * @param name     its name
 * @param view     what it trains on
 * @param searches whether it says that it searches
 */
public record OneModel(String name, View view, boolean searches) implements GrowthSchedule {
    @Override
    public Card card() {
        return new Card(name, "Trains the target.", "none");
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        return new RunningSchedule() {
            @Override
            public ModelShape start() {
                return request.target();
            }

            @Override
            public Optional<List<PlannedStage>> plan() {
                return Optional.of(List.of(new PlannedStage(TrainingTime.steps(0), start(), view, Optional.empty())));
            }

            @Override
            public boolean searches() {
                return searches;
            }

            @Override
            public Decision next(Progress progress, ModelShape present) {
                return Decision.trainOn();
            }
        };
    }
}
