package growth.study.account;

import growth.api.training.Classes;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.Point;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.StudyRecords.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a run wrote down into its result. */
final class RunReading {
    private static final String VIT = "vit";

    private RunReading() {
    }

    /** Returns the result. */
    static RunResult of(RunRecord run) {
        if (run.metrics().isEmpty() || run.metrics().get().last().isEmpty()) {
            return new RunResult(run.seed(), run.trial(), run.folder(), Outcome.MISSING, new At(0, 0, 0, 0), Map.of(), List.of(),
                    List.of());
        }
        RunMetrics metrics = run.metrics().get();
        Outcome outcome = metrics.end().map(RunReading::outcome).orElse(Outcome.UNFINISHED);
        List<RunResult.CurvePoint> curve = metrics.evaluations().stream().filter(e -> Double.isFinite(e.loss()))
                .map(e -> new RunResult.CurvePoint(at(e.at()), e.loss())).toList();
        List<RunResult.Stage> stages = metrics.stages().stream().map(s -> new RunResult.Stage(at(s.at()), s.shape(), s.parameters()))
                .toList();
        return new RunResult(run.seed(), run.trial(), run.folder(), outcome, at(metrics.last().get()), finals(outcome, run, metrics), curve,
                stages);
    }

    /** Returns the place. */
    static At at(Point point) {
        return new At(point.step(), point.tokens(), point.flops(), point.seconds());
    }

    private static Outcome outcome(End end) {
        return switch (end.outcome()) {
            case FINISHED -> Outcome.FINISHED;
            case DIVERGED -> Outcome.DIVERGED;
            case STOPPED, FAILED -> Outcome.UNFINISHED;
        };
    }

    /** Returns the measures of the last evaluation; a run that has not ended has none, one that diverged is worse than any loss. */
    private static Map<String, Double> finals(Outcome outcome, RunRecord run, RunMetrics metrics) {
        Map<String, Double> finals = new LinkedHashMap<>();
        List<Evaluation> evaluations = metrics.evaluations();
        if (outcome == Outcome.DIVERGED) {
            finals.put(Measures.LOSS, Double.POSITIVE_INFINITY);
        } else if (outcome == Outcome.FINISHED && !evaluations.isEmpty()) {
            Evaluation last = evaluations.get(evaluations.size() - 1);
            finals.put(Measures.LOSS, Double.isFinite(last.loss()) ? last.loss() : Double.POSITIVE_INFINITY);
            last.score().bitsPerByte().ifPresent(bits -> finals.put(Measures.BITS_PER_BYTE, bits));
            if (VIT.equals(run.facts().settings().get("model.family"))) {
                finals.put(Measures.ACCURACY, last.score().accuracy());
                last.classes().ifPresent(classes -> finals.putAll(classes(classes)));
            }
            last.sets().forEach((name, score) -> finals.put(Measures.lossOn(name), score.loss()));
            finals.putAll(SuiteReading.scores(metrics.suites().stream().filter(s -> s.at().step() == last.at().step()).toList()));
        }
        return finals;
    }

    private static Map<String, Double> classes(Classes classes) {
        Map<String, Double> finals = new LinkedHashMap<>();
        finals.put(Measures.top(classes.top().n()), classes.top().accuracy());
        finals.put(Measures.F1, classes.macro().f1());
        return finals;
    }
}
