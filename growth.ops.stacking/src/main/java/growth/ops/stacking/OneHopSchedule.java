package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.schedule.ScheduleRequest;
import growth.api.schedule.StageCheck;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Grows once, from a small model to the target. */
@ScheduleName(OneHopSchedule.NAME)
@Component
public final class OneHopSchedule implements GrowthSchedule {
    static final String NAME = "one-hop";

    record OneHopOptions(@Option(description = "sizes of the small model that differ from the target's") ShapeChange from,
            @Option(description = "when to grow; left out: after the d tokens of the paper's guideline,"
                    + " log10 d = 0.88 log10 N + 163.27/log10 C − 5.74 with C = 6·N·D") Optional<TrainingTime> at) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows once, from a small model to the target.",
                "Du et al. 2024, Stacking Your Transformers, equation 2 (when to grow)", OneHopOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        OneHopOptions given = options.as(OneHopOptions.class);
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(given.from(), options, "from");
        check.growing(start, request.target(), options, "from");
        TrainingTime at = given.at().orElseGet(() -> Guideline.time(request, options, "at"));
        check.within(at, options, "at");
        return new PlannedRun(List.of(PlannedStage.first(start, View.full()),
                new PlannedStage(at, request.target(), View.full(), Optional.empty())));
    }
}
