package growth.ops.lossless;

import growth.api.TrainingTime;
import growth.api.model.ModelShape;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
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
    private static final String WINDOW = "window";
    private static final String AFTER = "after";
    private static final double DEPTH = 0.0575;
    private static final double WIDTH = 0.0475;
    private static final double BOTH = 0.03;

    private static final String THRESHOLD = "grow when the loss falls by this many nats or fewer per e-fold of compute; left out: the"
            + " paper's " + DEPTH + " for depth, " + WIDTH + " for width, " + BOTH + " for both";

    record SlopeOptions(@Option(description = "sizes of the first model that differ from the target's") ShapeChange from,
            @Option(description = "the growths in their order; left out: one, to the target") Optional<List<Stage>> stages,
            @Option(description = THRESHOLD, above = 0) Optional<Double> threshold,
            @Option(description = "how much training the slope is measured over; no growth interrupts it", defaultValue = "5%")
            TrainingTime window,
            @Option(description = "when measuring begins, after the learning rate's warm-up", defaultValue = "5%") TrainingTime after) {
    }

    record Stage(@Option(description = "sizes that differ from the target's; left out: the target") Optional<ShapeChange> shape,
            @Option(description = "name of the operator for this growth; left out: the run's") Optional<String> operator,
            @Option(description = THRESHOLD, above = 0) Optional<Double> threshold) {
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows when the fall of the training loss per e-fold of training compute has slowed down to a threshold.",
                "Shen et al. 2022, Staged Training for Transformer Language Models (slope at which to grow)", SlopeOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        SlopeOptions given = options.as(SlopeOptions.class);
        within(request, given.window(), WINDOW);
        within(request, given.after(), AFTER);
        if (given.window().value() == 0) {
            throw options.refuse(WINDOW, "a slope needs some training to be measured over; give a time, e.g. 5%");
        }
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(given.from(), options, FROM);
        List<SlopeStage> stages = new ArrayList<>();
        Options last = options;
        ModelShape before = start;
        if (given.stages().isEmpty()) {
            check.growing(before, request.target(), options, FROM);
            stages.add(stage(request.target(), Optional.empty(), given.threshold(), before));
            before = request.target();
        } else {
            for (Options group : options.groups(STAGES)) {
                Stage stage = group.as(Stage.class);
                ModelShape shape = stage.shape().map(sizes -> check.shape(sizes, group, SHAPE)).orElse(request.target());
                check.growing(before, shape, group, SHAPE);
                stages.add(stage(shape, stage.operator(), stage.threshold().or(given::threshold), before));
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
        return new SlopeRun(start, stages, given.window().absolute(request.duration()), given.after());
    }

    private static SlopeStage stage(ModelShape after, Optional<String> operator, Optional<Double> threshold, ModelShape before) {
        boolean deeper = after.layers() > before.layers();
        boolean wider = !after.toBuilder().layers(before.layers()).build().equals(before);
        return new SlopeStage(after, operator, threshold.orElse(!wider ? DEPTH : deeper ? BOTH : WIDTH));
    }

    private static void within(ScheduleRequest request, TrainingTime time, String option) {
        OptionalDouble share = time.shareOf(request.duration(), request.tokensPerStep(), request.tokensPerEpoch());
        if (share.isPresent() && share.getAsDouble() >= 1) {
            throw request.options().refuse(option, String.format(Locale.ROOT, "%s is not within the run of %s; give less, e.g. 5%%", time,
                    request.duration()));
        }
    }
}
