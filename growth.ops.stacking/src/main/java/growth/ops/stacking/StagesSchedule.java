package growth.ops.stacking;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Included;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Grows any number of times, with a time, a shape and a view for each stage; the last stage reaches the target. */
@ScheduleName(StagesSchedule.NAME)
@Component
public final class StagesSchedule implements GrowthSchedule {
    static final String NAME = "stages";
    private static final String SHAPE = "shape";

    record StagesOptions(@Option(description = "sizes of the first model that differ from the target's") ShapeChange from,
            @Option(description = "the growths, in the order of time") List<Stage> stages, @Included StageView view) {
    }

    record Stage(@Option(description = "when to grow; after the stage before") TrainingTime at,
            @Option(description = "sizes that differ from the target's; left out: the target") Optional<ShapeChange> shape,
            @Option(description = "name of the operator for this growth; left out: the run's") Optional<String> operator,
            @Included StageView view) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows at given times to given shapes, sequences and resolutions; the last shape must be the target.",
                "Gong et al. 2019, Efficient Training of BERT by Progressively Stacking; Yao et al. 2024, Masked Structural Growth",
                StagesOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        StagesOptions given = options.as(StagesOptions.class);
        StageCheck check = new StageCheck(request);
        List<PlannedStage> stages = new ArrayList<>();
        stages.add(PlannedStage.first(check.shape(given.from(), options, "from"), given.view().view()));
        Options last = options;
        for (Options stage : options.groups("stages")) {
            stages.add(next(request, check, stage, stages));
            last = stage;
        }
        if (stages.size() == 1) {
            throw options.refuse("stages", "no growth is given; write at least one, e.g. [{at: 10%}]");
        }
        ModelShape end = stages.get(stages.size() - 1).shape();
        if (!end.equals(request.target())) {
            throw last.refuse(SHAPE, "the last stage is " + end + ", not the target " + request.target() + "; leave its shape out");
        }
        return new PlannedRun(stages);
    }

    private static PlannedStage next(ScheduleRequest request, StageCheck check, Options options, List<PlannedStage> before) {
        Stage stage = options.as(Stage.class);
        PlannedStage previous = before.get(before.size() - 1);
        ModelShape shape = stage.shape().map(sizes -> check.shape(sizes, options, SHAPE)).orElse(request.target());
        View view = stage.view().view();
        if (view.equals(previous.view())) {
            check.growing(previous.shape(), shape, options, SHAPE);
        } else {
            check.shrinking(previous.shape(), shape, options, SHAPE);
        }
        check.within(stage.at(), options, "at");
        if (before.size() > 1) {
            check.passing(previous.from(), stage.at(), options, "at");
        }
        return new PlannedStage(stage.at(), shape, view, stage.operator());
    }
}
