package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
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
import java.util.function.ToIntFunction;
import org.osgi.service.component.annotations.Component;

/**
 * Grows every size in equal steps, in stages whose lengths are proportional to a power of their number: of k stages, stage i lasts
 * T_i = T i^a / Σ_j j^a of a run of length T (Saunshi et al. 2024, Prop-a). Which operator grows the model is the run's choice.
 */
@ScheduleName(PropSchedule.NAME)
@Component
public final class PropSchedule implements GrowthSchedule {
    static final String NAME = "prop";
    private static final String FROM = "from";
    static final String PAPER = "Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning (MIDAS), ";

    record PropOptions(@Included EqualSteps steps,
            @Option(description = "the exponent a: stage i lasts in proportion to i^a; 0 for stages of equal length",
                    defaultValue = "2", atLeast = 0, atMost = 100) double exponent) {
    }

    record EqualSteps(@Option(description = "sizes of the first model that differ from the target's") ShapeChange from,
            @Option(description = "number of stages, the first and the last one included; left out: as block says", atLeast = 2,
                    atMost = 1000) Optional<Integer> stages,
            @Option(description = "layers that each growth adds, instead of stages; left out: as many as the first model has", atLeast = 1)
            Optional<Integer> block) {
        EqualSteps {
            if (stages.isPresent() && block.isPresent()) {
                throw Options.refused("block", "the number of stages is given, too; give one of both");
            }
        }
    }

    @Override
    public Card card() {
        return new Card(NAME, "Grows in equal steps; stage i lasts in proportion to a power of i.", PAPER + "Prop-a", PropOptions.class);
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        PropOptions options = request.options().as(PropOptions.class);
        return plan(request, options.steps(), options.exponent());
    }

    /** Returns the run in stages whose length is proportional to a power of their number. */
    static RunningSchedule plan(ScheduleRequest request, EqualSteps steps, double exponent) {
        Options options = request.options();
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(steps.from(), options, FROM);
        check.growing(start, request.target(), options, FROM);
        int count = steps.stages().orElseGet(() -> count(options, steps.block().orElse(start.layers()), start, request.target()));
        double[] begins = begins(count, exponent);
        List<PlannedStage> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TrainingTime begin = i == 0 ? TrainingTime.steps(0) : TrainingTime.share(begins[i]);
            stages.add(new PlannedStage(begin, shape(options, start, request.target(), i, count - 1), View.full(), Optional.empty()));
        }
        return new PlannedRun(stages);
    }

    /** Returns the share of the run at which each of {@code count} stages begins. */
    static double[] begins(int count, double exponent) {
        double[] begins = new double[count + 1];
        for (int i = 1; i <= count; i++) {
            begins[i] = begins[i - 1] + Math.pow(i, exponent);
        }
        double whole = begins[count];
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            shares[i] = begins[i] / whole;
        }
        return shares;
    }

    private static int count(Options options, int block, ModelShape start, ModelShape target) {
        int added = target.layers() - start.layers();
        if (added == 0 || added % block != 0) {
            throw options.refuse("block", "growths of " + block + " layers do not lead from " + start.layers() + " layers to "
                    + target.layers() + (added == 0 ? "; give stages instead" : "; give a divisor of " + added));
        }
        return added / block + 1;
    }

    /** Returns the shape after {@code done} of {@code all} equal steps. */
    private static ModelShape shape(Options options, ModelShape start, ModelShape target, int done, int all) {
        ToIntFunction<Axis> size = axis -> between(options, axis, start, target, done, all);
        ModelShapeBuilder shape = target.toBuilder().layers(size.applyAsInt(Axis.LAYERS)).hidden(size.applyAsInt(Axis.HIDDEN))
                .heads(size.applyAsInt(Axis.HEADS)).kvHeads(size.applyAsInt(Axis.KV_HEADS)).headSize(size.applyAsInt(Axis.HEAD_SIZE))
                .intermediate(size.applyAsInt(Axis.INTERMEDIATE));
        if (target.image().isEmpty()) {
            shape.vocabulary(size.applyAsInt(Axis.VOCABULARY)).context(size.applyAsInt(Axis.POSITIONS));
        }
        try {
            return done == 0 ? start : done == all ? target : shape.build();
        } catch (GrowthException e) {
            throw options.refuse(FROM, "stage " + (done + 1) + " would have no possible shape: " + e.getMessage());
        }
    }

    private static int between(Options options, Axis axis, ModelShape start, ModelShape target, int done, int all) {
        long growth = (long) (target.size(axis) - start.size(axis)) * done;
        if (growth % all != 0) {
            throw options.refuse(FROM, axis.label() + " cannot grow from " + start.size(axis) + " to " + target.size(axis) + " in "
                    + all + " equal steps; give another size or number of stages");
        }
        return start.size(axis) + (int) (growth / all);
    }
}
