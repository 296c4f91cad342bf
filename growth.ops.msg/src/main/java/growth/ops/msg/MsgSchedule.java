package growth.ops.msg;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** Grows one dimension after the other, divides the run evenly among the stages, and rewinds the learning rate at the first growths. */
@ScheduleName(MsgSchedule.NAME)
@Component
public final class MsgSchedule implements GrowthSchedule {
    static final String NAME = "msg";
    private static final String STAGES = "stages";
    private static final String AT = "at";
    private static final String SHAPE = "shape";

    record MsgScheduleOptions(@Option(description = "sizes of the first model that differ from the target's") ShapeChange from,
            @Option(description = "what grows, one after the other: intermediate, layers, hidden, heads; layers may stand several times and"
                    + " then grow by equal factors; left out: the paper's [intermediate, layers, hidden, heads, layers]")
            Optional<List<String>> order,
            @Option(description = "the growths themselves, in place of an order") Optional<List<Stage>> stages,
            @Option(description = "number of growths, counted from the first, at which the learning rate returns to its peak; at later"
                    + " ones it goes on",
                    defaultValue = "2", atLeast = 0) int rewinds) {
        MsgScheduleOptions {
            if (order.isPresent() && stages.isPresent()) {
                throw Options.refused("order", "given together with stages, which have an order of their own; leave one of them out");
            }
        }
    }

    record Stage(@Option(description = "when to grow; left out at all stages: the run is divided evenly") Optional<TrainingTime> at,
            @Option(description = "sizes that differ from the target's; left out: the target") Optional<ShapeChange> shape) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows one dimension after the other at even intervals.",
                "Yao et al. 2024, Masked Structural Growth for 2x Faster Language Model Pre-training, section 3.1 (growth schedule)",
                MsgScheduleOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        MsgScheduleOptions given = options.as(MsgScheduleOptions.class);
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(given.from(), options, "from");
        check.growing(start, request.target(), options, "from");
        List<Options> groups = options.groups(STAGES);
        List<ModelShape> shapes = given.stages().isPresent() ? shapes(request, check, start, groups)
                : GrowthOrder.shapes(start, request.target(), given.order().orElse(GrowthOrder.PAPER), options);
        List<TrainingTime> times = times(check, groups, shapes.size());
        List<PlannedStage> stages = new ArrayList<>(List.of(PlannedStage.first(start, View.full())));
        for (int i = 0; i < shapes.size(); i++) {
            LearningRatePolicy rate = i < given.rewinds() ? LearningRatePolicy.REWIND : LearningRatePolicy.CONTINUE;
            stages.add(new PlannedStage(times.get(i), shapes.get(i), View.full(), Optional.empty(), Optional.of(rate)));
        }
        return new PlannedRun(stages);
    }

    /**
     * @throws GrowthException (CONFIGURATION) unless each shape enlarges the one before and the last is the target
     */
    private static List<ModelShape> shapes(ScheduleRequest request, StageCheck check, ModelShape start, List<Options> groups) {
        if (groups.isEmpty()) {
            throw request.options().refuse(STAGES, "no growth is given; write at least one, e.g. [{}], or leave stages out");
        }
        List<ModelShape> shapes = new ArrayList<>();
        ModelShape present = start;
        for (Options group : groups) {
            ModelShape next = group.as(Stage.class).shape().map(sizes -> check.shape(sizes, group, SHAPE)).orElse(request.target());
            check.growing(present, next, group, SHAPE);
            shapes.add(next);
            present = next;
        }
        if (!present.equals(request.target())) {
            throw groups.get(groups.size() - 1).refuse(SHAPE, "the last stage is " + present + ", not the target " + request.target()
                    + "; leave its shape out");
        }
        return shapes;
    }

    /** Returns the given times, or even shares of the run. */
    private static List<TrainingTime> times(StageCheck check, List<Options> groups, int growths) {
        List<TrainingTime> times = new ArrayList<>();
        boolean given = groups.stream().anyMatch(group -> group.as(Stage.class).at().isPresent());
        for (int i = 0; i < growths; i++) {
            if (!given) {
                times.add(TrainingTime.share((i + 1.0) / (growths + 1)));
                continue;
            }
            Options group = groups.get(i);
            TrainingTime at = group.as(Stage.class).at().orElseThrow(() -> group.refuse(AT, "left out here, but given at another stage;"
                    + " give it at all stages or at none"));
            check.within(at, group, AT);
            if (i > 0) {
                check.passing(times.get(i - 1), at, group, AT);
            }
            times.add(at);
        }
        return times;
    }
}
