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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Any number of growths and changes of the data's size, each with its time, shape and view; the last one reaches the target. */
@ScheduleName(StagesSchedule.NAME)
@Component
public final class StagesSchedule implements GrowthSchedule {
    static final String NAME = "stages";
    private static final String FROM = "from";
    private static final String STAGES = "stages";
    private static final String AT = "at";
    private static final String SHAPE = "shape";
    private static final String OPERATOR = "operator";

    @Override
    public Card card() {
        List<OptionSpec> stage = new ArrayList<>(List.of(
                OptionSpec.required(AT, OptionType.TIME, "when to grow; after the stage before"),
                OptionSpec.optional(SHAPE, OptionType.SHAPE, "sizes that differ from the target's; left out: the target"),
                OptionSpec.optional(OPERATOR, OptionType.TEXT, "name of another operator than the run's for this growth")));
        stage.addAll(StageView.options());
        List<OptionSpec> options = new ArrayList<>(List.of(
                OptionSpec.required(FROM, OptionType.SHAPE, "sizes of the first model that differ from the target's"),
                OptionSpec.group(STAGES, OptionType.GROUPS, true, "the growths, in the order of time", stage)));
        options.addAll(StageView.options());
        return new Card(NAME, "Grows at given times to given shapes, sequences and resolutions; the last shape must be the target.",
                "Gong et al. 2019, Efficient Training of BERT by Progressively Stacking; Yao et al. 2024, Masked Structural Growth",
                options);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        StageCheck check = new StageCheck(request);
        List<PlannedStage> stages = new ArrayList<>();
        stages.add(new PlannedStage(TrainingTime.steps(0), check.shape(options, FROM), StageView.of(options), Optional.empty()));
        Options last = options;
        for (Options group : options.groups(STAGES)) {
            stages.add(next(request, check, group, stages));
            last = group;
        }
        if (stages.size() == 1) {
            throw options.refuse(STAGES, "no growth is given; write at least one, e.g. [{at: 10%}]");
        }
        ModelShape end = stages.get(stages.size() - 1).shape();
        if (!end.equals(request.target())) {
            throw last.refuse(SHAPE, "the last stage is " + end + ", not the target " + request.target() + "; leave its shape out");
        }
        return new PlannedRun(stages);
    }

    private static PlannedStage next(ScheduleRequest request, StageCheck check, Options group, List<PlannedStage> before) {
        PlannedStage previous = before.get(before.size() - 1);
        ModelShape shape = group.has(SHAPE) ? check.shape(group, SHAPE) : request.target();
        View view = StageView.of(group);
        if (view.equals(previous.view())) {
            check.growing(previous.shape(), shape, group, SHAPE);
        } else {
            check.shrinking(previous.shape(), shape, group, SHAPE);
        }
        TrainingTime at = group.time(AT);
        check.within(at, group, AT);
        if (before.size() > 1) {
            check.passing(previous.from(), at, group, AT);
        }
        return new PlannedStage(at, shape, view, group.has(OPERATOR) ? Optional.of(group.text(OPERATOR)) : Optional.empty());
    }
}
