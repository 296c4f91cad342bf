package growth.study.account;

import growth.api.training.Score;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.RunEnded;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.Point;
import growth.runtime.metrics.RunMetrics;
import growth.runtime.metrics.Steps;
import growth.study.account.StudyRecords.ArmRecords;
import growth.study.account.StudyRecords.Rules;
import growth.study.account.StudyRecords.RunRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes metrics whose account can be told beforehand. */
final class Made {
    /** FLOPs of a run. */
    static final double BUDGET = 1e12;
    private static final long STEPS = 1000;

    private Made() {
    }

    /** Returns where a run is after a share of its budget; a step takes two seconds and 10 tokens. */
    static Point at(double share) {
        long step = Math.round(share * STEPS);
        return new Point(step, step * 10, 0, share * BUDGET, 2 * step, 0);
    }

    /** Returns a run that is evaluated so many times, evenly, and has these losses after shares of its budget. */
    static RunMetrics run(int evaluations, DoubleUnaryOperator loss, RunEnded.Outcome outcome) {
        List<Evaluation> all = IntStream.rangeClosed(1, evaluations).mapToObj(i -> i / (double) evaluations)
                .map(share -> new Evaluation(at(share), new Score(loss.applyAsDouble(share), 1000, 300, OptionalDouble.empty()), Map.of(),
                        new Took(OptionalDouble.of(1), OptionalDouble.of(1e8)), Optional.empty())).toList();
        Stage stage = new Stage(at(0), "llama 4L", 100_000, 64, Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
        return new RunMetrics(List.of(), List.of(stage), Steps.NONE, all, List.of(), List.of(), List.of(), List.of(),
                Optional.of(new End(at(1), outcome, List.of(), Optional.empty())), List.of());
    }

    /** Returns the loss a + b·C^(−c) where C is a share of the budget, and {@code speed} times as much of it. */
    static DoubleUnaryOperator power(double speed, double shift) {
        return share -> 2 + shift + 0.8 * Math.pow(speed * share, -0.3);
    }

    /** Returns an arm with seeds 1, 2, … */
    static ArmRecords arm(String name, String role, RunMetrics... runs) {
        return new ArmRecords(name, role, Map.of(), "", LongStream.rangeClosed(1, runs.length)
                .mapToObj(seed -> record(name, seed, "", Map.of(), runs[(int) seed - 1])).toList());
    }

    static RunRecord record(String arm, long seed, String trial, Map<String, String> tuned, RunMetrics metrics) {
        return new RunRecord(seed, trial, tuned, "runs/" + arm + (trial.isEmpty() ? "" : "/" + trial) + "/seed-" + seed,
                Optional.ofNullable(metrics), RunFacts.NONE);
    }

    /** Returns finished runs, one for each shift of the loss. */
    static RunMetrics[] runs(double speed, double... shifts) {
        return Arrays.stream(shifts).mapToObj(shift -> run(200, power(speed, shift), RunEnded.Outcome.FINISHED))
                .toArray(RunMetrics[]::new);
    }

    static StudyRecords study(Map<String, List<String>> grid, ArmRecords... arms) {
        return new StudyRecords(new Rules("made", "1 TFLOP", List.of(), List.of(), grid), new ArrayList<>(List.of(arms)));
    }

    static Account account(ArmRecords... arms) {
        return AccountBuilder.account(study(Map.of(), arms));
    }
}
