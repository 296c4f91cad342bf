package growth.ops.stacking;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedRun;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.schedule.StageCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Stages of equal growth whose lengths are proportional to a power of their number: of k stages, stage i lasts T_i = T i^a / Σ_j j^a of a
 * run of length T (Saunshi et al. 2024, Prop-a). Every size that grows grows in k − 1 equal steps; which operator does it is the run's.
 */
abstract class ProportionalSchedule implements GrowthSchedule {
    private static final String FROM = "from";
    private static final String STAGES = "stages";
    private static final String BLOCK = "block";
    private final String name;
    private final int power;

    /** @param power a */
    ProportionalSchedule(String name, int power) {
        this.name = name;
        this.power = power;
    }

    @Override
    public Card card() {
        String title = power == 0 ? "Grows in equal steps after equal times." : "Grows in equal steps; stage i lasts in proportion to i"
                + (power == 1 ? "." : " to the power of " + power + ".");
        return new Card(name, title, "Saunshi et al. 2024, On the Inductive Bias of Stacking Towards Improving Reasoning (MIDAS), "
                + (power == 0 ? "equal stages" : "Prop-" + power), List.of(
                        OptionSpec.required(FROM, OptionType.SHAPE, "sizes of the first model that differ from the target's"),
                        OptionSpec.optional(STAGES, OptionType.INTEGER, "number of stages, the first and the last one included; left out:"
                                + " as block says").in(Range.between(2, 1000)),
                        OptionSpec.optional(BLOCK, OptionType.INTEGER, "layers that each growth adds, instead of stages; left out: as many"
                                + " as the first model has").in(Range.between(1, Integer.MAX_VALUE))));
    }

    @Override
    public RunningSchedule begin(ScheduleRequest request) {
        Options options = request.options();
        StageCheck check = new StageCheck(request);
        ModelShape start = check.shape(options, FROM);
        check.growing(start, request.target(), options, FROM);
        int count = count(options, start, request.target());
        double[] begins = begins(count, power);
        List<PlannedStage> stages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TrainingTime begin = i == 0 ? TrainingTime.steps(0) : TrainingTime.share(begins[i]);
            stages.add(new PlannedStage(begin, shape(options, start, request.target(), i, count - 1), View.full(), Optional.empty()));
        }
        return new PlannedRun(stages);
    }

    /** @return the share of the run at which each of {@code count} stages begins */
    static double[] begins(int count, int power) {
        double[] begins = new double[count + 1];
        for (int i = 1; i <= count; i++) {
            begins[i] = begins[i - 1] + Math.pow(i, power);
        }
        double whole = begins[count];
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            shares[i] = begins[i] / whole;
        }
        return shares;
    }

    private static int count(Options options, ModelShape start, ModelShape target) {
        if (options.has(STAGES)) {
            if (options.has(BLOCK)) {
                throw options.refuse(BLOCK, "the number of stages is given, too; give one of both");
            }
            return options.integer(STAGES);
        }
        int added = target.layers() - start.layers();
        int block = options.has(BLOCK) ? options.integer(BLOCK) : start.layers();
        if (added == 0 || added % block != 0) {
            throw options.refuse(BLOCK, "growths of " + block + " layers do not lead from " + start.layers() + " layers to "
                    + target.layers() + (added == 0 ? "; give stages instead" : "; give a divisor of " + added));
        }
        return added / block + 1;
    }

    /** @return the shape after {@code done} of {@code all} equal steps */
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
