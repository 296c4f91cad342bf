package growth.runtime.plan;

import growth.api.Amounts;
import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import growth.api.model.Trainable;
import growth.api.schedule.PlannedStage;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.run.GrowthSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that every planned stage begins before the run is over. A run is asked for its next stage between two steps, so that a time
 * within the last step comes too late. Where units can only be compared by the machine's speed, it is taken from the engine's measured
 * peak.
 */
final class StageReach {
    /** Forgives rounding: 30% of 100 steps are 30, though 0.3 · 100 may be a little more. */
    private static final double ROUNDING = 1e-9;
    private final PreparedRun run;
    private final double flopsPerSecond;
    private final Map<Unit, Double> passed = new EnumMap<>(Unit.class);

    private StageReach(PreparedRun run, double flopsPerSecond) {
        this.run = run;
        this.flopsPerSecond = flopsPerSecond;
        for (Unit unit : Unit.values()) {
            passed.put(unit, 0.0);
        }
    }

    /** Returns a line about the first stage that never begins, if there is one. */
    static List<String> warnings(PreparedRun run) {
        List<PlannedStage> stages = run.schedule().plan().orElse(List.of());
        if (stages.size() < 2) {
            return List.of();
        }
        boolean timed = stages.stream().skip(1).map(s -> run.scale().absolute(s.from()).unit()).distinct()
                .anyMatch(unit -> (unit == Unit.SECONDS) != (run.scale().duration().unit() == Unit.SECONDS));
        double speed = timed ? run.computing().peak(run.engineOptions().workers()).trainingFlops() : Double.NaN;
        StageReach reach = new StageReach(run, speed);
        int begin = reach.walk(stages);
        return begin < stages.size() ? List.of(reach.line(stages, begin)) : List.of();
    }

    /** Returns how many of the stages begin, as far as that is certain before the run. */
    static int begin(PreparedRun run, List<PlannedStage> stages) {
        return new StageReach(run, Double.NaN).walk(stages);
    }

    private int walk(List<PlannedStage> stages) {
        List<Optional<Trainable>> learning = PlannedTraining.of(run, stages);
        List<PlannedGrowth> growths = PlannedGrowth.of(run);
        for (int i = 0; i + 1 < stages.size(); i++) {
            PlannedStage stage = stages.get(i);
            PlannedGrowth.of(growths, i + 1).ifPresent(growth -> grown(growth.tokens(run), pace(stage, Trainable.ALL)));
            StagePace pace = pace(stage, learning.get(i).orElse(Trainable.ALL));
            double next = steps(stages.get(i + 1).from(), pace);
            double end = steps(run.scale().duration(), pace);
            if (next >= end) {
                return i + 1;
            }
            for (Unit unit : Unit.values()) {
                if (unit != Unit.SHARE) {
                    passed.merge(unit, next * pace.of(unit) / pace.steps(), Double::sum);
                }
            }
        }
        return stages.size();
    }

    /** Adds the training of the operator itself, which counts in every unit except steps. */
    private void grown(double tokens, StagePace pace) {
        for (Unit unit : List.of(Unit.TOKENS, Unit.EPOCHS, Unit.FLOPS, Unit.SECONDS)) {
            passed.merge(unit, tokens == 0 ? 0 : tokens * pace.of(unit), Double::sum);
        }
    }

    private StagePace pace(PlannedStage stage, Trainable trainable) {
        return StagePace.of(stage.shape(), stage.view(), trainable, run.scale(), run.target(), run.dataset().scoredShare(), flopsPerSecond);
    }

    /** Steps from where the run stands until that time has come; NaN if nobody knows the speed. */
    private double steps(TrainingTime time, StagePace pace) {
        TrainingTime absolute = run.scale().absolute(time);
        double left = (absolute.value() - passed.get(absolute.unit())) / pace.of(absolute.unit()) * pace.steps();
        return Math.max(0, Math.ceil(left - ROUNDING * Math.max(1, Math.abs(left))));
    }

    private String line(List<PlannedStage> stages, int index) {
        TrainingTime from = stages.get(index).from();
        TrainingTime duration = run.scale().duration();
        boolean certain = run.scale().absolute(from).unit() != Unit.SECONDS && duration.unit() != Unit.SECONDS
                || run.scale().absolute(from).unit() == duration.unit();
        String why = certain ? "the run of " + duration + " is over by then"
                : "by this machine's speed the run of " + duration + " is over by then";
        return run.run().growth().map(GrowthSettings::schedule).map(s -> s.place() + ": ").orElse("") + "stage " + (index + 1) + " of "
                + stages.size() + ", " + Amounts.count(stages.get(index).shape().parameterCount()) + " parameters, "
                + (certain ? "never begins" : "may never begin") + ": it waits for " + from + ", and " + why
                + "; let it begin earlier or train longer";
    }
}
