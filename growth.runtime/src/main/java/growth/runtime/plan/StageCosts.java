package growth.runtime.plan;

import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import growth.api.engine.EngineOptions;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.schedule.PlannedStage;
import growth.runtime.prepare.PreparedRun;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the costs of a planned run's stages. Stages and the run may be measured in different units, so the run is walked through stage
 * by stage: within one, tokens, steps, operations and seconds pass in fixed proportion.
 */
public final class StageCosts {
    private final PreparedRun run;
    private final double flopsPerSecond;
    private final Map<Unit, Double> passed = new EnumMap<>(Unit.class);

    private StageCosts(PreparedRun run, double flopsPerSecond) {
        this.run = run;
        this.flopsPerSecond = flopsPerSecond;
        for (Unit unit : Unit.values()) {
            passed.put(unit, 0.0);
        }
    }

    /**
     * Returns the stages that train on anything; empty where the schedule decides while training. What depends on an unknown speed is NaN
     *
     * @param run            the run
     * @param flopsPerSecond operations the machine is expected to do in a second; NaN if not known
     */
    public static List<Plan.Stage> of(PreparedRun run, double flopsPerSecond) {
        return run.schedule().plan().map(stages -> stages.subList(0, StageReach.begin(run, stages)))
                .map(stages -> new StageCosts(run, flopsPerSecond).walk(stages)).orElse(List.of());
    }

    /**
     * Returns the stages of a run, as far as they are known before it: with what they cost, or, where the schedule decides while training,
     * without times and costs.
     *
     * @param flopsPerSecond operations the machine is expected to do in a second; NaN if not known
     */
    static List<Plan.Stage> known(PreparedRun run, double flopsPerSecond) {
        List<Plan.Stage> stages = of(run, flopsPerSecond);
        return stages.isEmpty() ? timeless(run) : stages;
    }

    /** The first model, and what the schedule names of the later ones. */
    private static List<Plan.Stage> timeless(PreparedRun run) {
        List<Plan.Stage> stages = new ArrayList<>();
        stages.add(timeless(run, 0, run.schedule().start(), run.schedule().startView()));
        run.schedule().growths().forEach(growth -> stages.add(timeless(run, Double.NaN, growth.target(), growth.view())));
        return stages;
    }

    private static Plan.Stage timeless(PreparedRun run, double from, ModelShape shape, View view) {
        return new Plan.Stage(from, Double.NaN, shape, view, shape.parameterCount(), Double.NaN, Double.NaN,
                run.engine().memory(shape, view, run.engineOptions(), run.dataset().scoredShare()), Double.NaN,
                Optional.of(Trainable.ALL));
    }

    private List<Plan.Stage> walk(List<PlannedStage> planned) {
        TrainingTime end = run.scale().duration();
        List<Optional<Trainable>> learning = PlannedTraining.of(run, planned);
        List<PlannedGrowth> growths = PlannedGrowth.of(run);
        List<Plan.Stage> stages = new ArrayList<>();
        for (int i = 0; i < planned.size(); i++) {
            TrainingTime next = i + 1 < planned.size() ? run.scale().absolute(planned.get(i + 1).from()) : end;
            double own = PlannedGrowth.of(growths, i + 1).map(growth -> growth.tokens(run)).orElse(0.0);
            Plan.Stage stage = pass(planned.get(i), learning.get(i), own, next, end);
            // A stage that begins where the next one does, or after the end, never trains; one of unknown length is kept.
            if (!(stage.tokens() <= 0)) {
                stages.add(stage);
            }
        }
        double whole = stages.stream().mapToDouble(Plan.Stage::flops).sum();
        return stages.stream().map(s -> new Plan.Stage(s.from(), s.tokens(), s.shape(), s.view(), s.parameters(), s.flops(),
                s.flops() / whole, s.bytes(), s.seconds(), s.trainable())).toList();
    }

    /**
     * Goes from where the run stands to the beginning of the next stage, or to the end if that comes first.
     *
     * @param own tokens that the operator trains on itself when it makes the stage, which are no steps
     */
    private Plan.Stage pass(PlannedStage stage, Optional<Trainable> learning, double own, TrainingTime next, TrainingTime end) {
        double from = passed.get(Unit.TOKENS);
        StagePace pace = pace(stage, learning.orElse(Trainable.ALL));
        StagePace operator = pace(stage, Trainable.ALL);
        double grown = until(end, pace) <= 0 ? 0 : own;
        for (Unit unit : List.of(Unit.TOKENS, Unit.EPOCHS, Unit.FLOPS, Unit.SECONDS)) {
            passed.merge(unit, grown == 0 ? 0 : grown * operator.of(unit), Double::sum);
        }
        double tokens = Math.max(0, Math.min(until(next, pace), until(end, pace)));
        for (Unit unit : Unit.values()) {
            if (unit != Unit.SHARE) {
                passed.merge(unit, tokens * pace.of(unit), Double::sum);
            }
        }
        EngineOptions options = run.engineOptions();
        return new Plan.Stage(from, grown + tokens, stage.shape(), stage.view(), stage.shape().parameterCount(),
                grown * operator.flops() + tokens * pace.flops(), Double.NaN,
                run.engine().memory(stage.shape(), stage.view(), options, run.dataset().scoredShare()),
                grown * operator.seconds() + tokens * pace.seconds(), learning);
    }

    private StagePace pace(PlannedStage stage, Trainable trainable) {
        return StagePace.of(stage.shape(), stage.view(), trainable, run.scale(), run.target(), run.dataset().scoredShare(), flopsPerSecond);
    }

    /** Tokens from where the run stands to that time; NaN if the speed would have to be known. */
    private double until(TrainingTime time, StagePace pace) {
        return (time.value() - passed.get(time.unit())) / pace.of(time.unit());
    }
}
