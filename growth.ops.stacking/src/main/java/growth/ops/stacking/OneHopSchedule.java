package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
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

/** One growth, from a small model to the target. */
@ScheduleName(OneHopSchedule.NAME)
@Component
public final class OneHopSchedule implements GrowthSchedule {
    static final String NAME = "one-hop";
    private static final String FROM = "from";
    private static final String AT = "at";

    @Override
    public Card card() {
        return new Card(NAME, "Grows once, from a small model to the target.",
                "Du et al. 2024, Stacking Your Transformers, equation 2 (when to grow)",
                List.of(OptionSpec.required(FROM, OptionType.SHAPE, "sizes of the small model that differ from the target's"),
                        OptionSpec.optional(AT, OptionType.TIME, "when to grow; left out: after the d tokens of the paper's guideline,"
                                + " log10 d = 0.88 log10 N + 163.27/log10 C − 5.74 with C = 6·N·D")));
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(options, FROM);
        check.growing(start, request.target(), options, FROM);
        TrainingTime at = options.has(AT) ? options.time(AT) : Guideline.time(request, options, AT);
        check.within(at, options, AT);
        return new PlannedRun(List.of(new PlannedStage(TrainingTime.steps(0), start, View.full(), Optional.empty()),
                new PlannedStage(at, request.target(), View.full(), Optional.empty())));
    }
}
