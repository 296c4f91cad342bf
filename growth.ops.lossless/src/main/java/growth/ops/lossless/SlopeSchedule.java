package growth.ops.lossless;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.schedule.ScheduleRequest;
import growth.api.schedule.StageCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.service.component.annotations.Component;

/** Grows when more compute hardly lowers the loss any more. */
@ScheduleName(SlopeSchedule.NAME)
@Component
public final class SlopeSchedule implements GrowthSchedule {
    static final String NAME = "slope";
    private static final String FROM = "from";
    private static final String STAGES = "stages";
    private static final String SHAPE = "shape";
    private static final String OPERATOR = "operator";
    private static final String THRESHOLD = "threshold";
    private static final String WINDOW = "window";
    private static final String AFTER = "after";
    private static final double DEPTH = 0.0575;
    private static final double WIDTH = 0.0475;
    private static final double BOTH = 0.03;

    @Override
    public Card card() {
        OptionSpec threshold = OptionSpec.optional(THRESHOLD, OptionType.NUMBER, "grow when the loss falls by this many nats or fewer"
                + " per e-fold of compute; left out: the paper's " + DEPTH + " for depth, " + WIDTH + " for width, " + BOTH + " for both")
                .in(Range.above(0));
        OptionSpec stages = OptionSpec.group(STAGES, OptionType.GROUPS, false, "the growths in their order; left out: one, to the target",
                List.of(OptionSpec.optional(SHAPE, OptionType.SHAPE, "sizes that differ from the target's; left out: the target"),
                        OptionSpec.optional(OPERATOR, OptionType.TEXT, "name of another operator than the run's for this growth"),
                        threshold));
        return new Card(NAME, "Grows when the fall of the training loss per e-fold of training compute has slowed down to a threshold.",
                "Shen et al. 2022, Staged Training for Transformer Language Models (slope at which to grow)", List.of(
                        OptionSpec.required(FROM, OptionType.SHAPE, "sizes of the first model that differ from the target's"),
                        stages, threshold,
                        OptionSpec.of(WINDOW, OptionType.TIME, "5%", "how much training the slope is measured over, which no growth"
                                + " interrupts"),
                        OptionSpec.of(AFTER, OptionType.TIME, "5%", "when measuring begins, after the learning rate's warm-up")));
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        within(request, WINDOW);
        within(request, AFTER);
        if (options.time(WINDOW).value() == 0) {
            throw options.refuse(WINDOW, "a slope needs some training to be measured over; give a time, e.g. 5%");
        }
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(options, FROM);
        List<SlopeStage> stages = new ArrayList<>();
        Options last = options;
        ModelShape before = start;
        if (!options.has(STAGES)) {
            check.growing(before, request.target(), options, FROM);
            stages.add(stage(request, options, before, request.target()));
            before = request.target();
        } else {
            for (Options group : options.groups(STAGES)) {
                ModelShape shape = group.has(SHAPE) ? check.shape(group, SHAPE) : request.target();
                check.growing(before, shape, group, SHAPE);
                stages.add(stage(request, group, before, shape));
                before = shape;
                last = group;
            }
        }
        if (stages.isEmpty()) {
            throw options.refuse(STAGES, "no growth is given; leave stages out for one growth to the target");
        }
        if (!before.equals(request.target())) {
            throw last.refuse(SHAPE, "the last stage is " + before + ", not the target " + request.target() + "; leave its shape out");
        }
        return new SlopeRun(start, stages, options.time(WINDOW).absolute(request.duration()), options.time(AFTER));
    }

    private static SlopeStage stage(ScheduleRequest request, Options options, ModelShape before, ModelShape after) {
        boolean deeper = after.layers() > before.layers();
        boolean wider = !after.toBuilder().layers(before.layers()).build().equals(before);
        double papers = !wider ? DEPTH : deeper ? BOTH : WIDTH;
        Options general = request.options();
        double threshold = options.has(THRESHOLD) ? options.number(THRESHOLD)
                : general.has(THRESHOLD) ? general.number(THRESHOLD) : papers;
        boolean named = options != general && options.has(OPERATOR);
        return new SlopeStage(after, named ? Optional.of(options.text(OPERATOR)) : Optional.empty(), threshold);
    }

    private static void within(ScheduleRequest request, String option) {
        TrainingTime time = request.options().time(option);
        OptionalDouble share = time.shareOf(request.duration(), request.tokensPerStep(), request.tokensPerEpoch());
        if (share.isPresent() && share.getAsDouble() >= 1) {
            throw request.options().refuse(option, String.format(Locale.ROOT, "%s is not within the run of %s; give less, e.g. 5%%", time,
                    request.duration()));
        }
    }
}
