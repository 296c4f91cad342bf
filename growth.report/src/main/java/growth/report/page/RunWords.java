package growth.report.page;

import growth.api.Amounts;
import growth.api.training.EndFacts;
import growth.api.training.Score;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.Point;
import growth.runtime.metrics.RunMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is said of a run in words and figures. */
final class RunWords {
    private final RunRecord record;
    private final RunMetrics run;

    RunWords(RunRecord record) {
        this.record = record;
        this.run = record.metrics();
    }

    /** Returns the sentence that stands at the top. */
    String summary() {
        if (run.last().isEmpty()) {
            return "Nothing was recorded of this run.";
        }
        Point last = run.last().get();
        String spent = Amounts.grouped(last.step()) + " steps, " + Amounts.count(last.tokens()) + (record.images() ? " images, "
                : " tokens, ") + Amounts.operations(last.flops()) + " and " + Amounts.duration(last.seconds());
        String shape = lastStage().map(Stage::shape).map(words -> words + " ").orElse("The model ");
        String grown = grown();
        String loss = finalEvaluation().map(e -> "validation loss " + Amounts.loss(e.loss()) + " (" + quality(e.score()) + ")")
                .orElse("no validation loss");
        return shape + grown + switch (outcome()) {
            case "finished" -> "finished with " + loss + " after " + spent + ".";
            case "diverged" -> "diverged after " + spent + "; it had reached " + loss + ".";
            case "stopped" -> "was stopped after " + spent + ", with " + loss + " so far.";
            case "failed" -> "failed after " + spent + ", with " + loss + " so far.";
            default -> "has recorded " + spent + " and no end: it is still training, or was cut off; " + loss + " so far.";
        };
    }

    private String grown() {
        List<Growth> growths = run.growths();
        if (growths.isEmpty()) {
            return "";
        }
        Growth first = growths.get(0);
        String from = run.stages().stream().findFirst().map(s -> Amounts.count(s.parameters())).orElse("n/a");
        String to = lastStage().map(s -> Amounts.count(s.parameters())).orElse("n/a");
        return growths.size() == 1 ? "grew by " + first.change().operator() + " at step " + Amounts.grouped(first.at().step()) + " from "
                + from + " to " + to + " parameters and " : "grew " + growths.size() + " times, from " + from + " to " + to
                + " parameters, and ";
    }

    private String outcome() {
        return run.end().map(End::outcome).map(o -> o.name().toLowerCase(Locale.ROOT)).orElse("");
    }

    Optional<Stage> lastStage() {
        return run.stages().stream().reduce((first, second) -> second);
    }

    Optional<Evaluation> finalEvaluation() {
        return run.evaluations().stream().reduce((first, second) -> second);
    }

    /** Returns name → value of the figures at the top. */
    Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        finalEvaluation().ifPresent(e -> {
            figures.put("validation loss", Amounts.loss(e.loss()));
            figures.put(record.images() ? "accuracy" : "perplexity", quality(e.score()).replaceFirst("^[a-z]+ ", ""));
            e.score().bitsPerByte().ifPresent(bits -> figures.put("bits per byte", Amounts.loss(bits)));
        });
        lastStage().ifPresent(s -> figures.put("parameters", Amounts.count(s.parameters())));
        run.last().ifPresent(last -> {
            figures.put(record.images() ? "images" : "tokens", Amounts.count(last.tokens()));
            figures.put("training compute", Amounts.operations(last.flops()));
            figures.put("training time", Amounts.duration(last.seconds()));
        });
        double[] speeds = run.steps().stream().mapToDouble(s -> s.speed().tokensPerSecond()).filter(Double::isFinite).sorted().toArray();
        if (speeds.length > 0) {
            figures.put((record.images() ? "images" : "tokens") + " per second, median", Amounts.count(speeds[speeds.length / 2]));
        }
        return figures;
    }

    /** Returns perplexity or accuracy. */
    String quality(Score score) {
        return record.images() ? String.format(Locale.ROOT, "accuracy %.2f%%", 100 * score.accuracy())
                : String.format(Locale.ROOT, "perplexity %.2f", Math.exp(score.loss()));
    }

    /** Returns what to beware of, one line each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        run.end().map(End::remarks).ifPresent(warnings::addAll);
        run.end().flatMap(End::facts).ifPresent(facts -> addFacts(facts, warnings));
        for (Growth growth : run.growths()) {
            String what = growth.change().operator() + " at step " + Amounts.grouped(growth.at().step());
            if (!growth.effect().deadParameters().isEmpty()) {
                warnings.add(what + ": new entries without a gradient in " + String.join(", ", growth.effect().deadParameters()));
            }
            if (growth.effect().copiesStayEqual()) {
                warnings.add(what + ": some copies have the gradients of their originals, so that nothing tells them apart");
            }
        }
        warnings.addAll(record.remarks());
        return warnings.stream().distinct().toList();
    }

    private static void addFacts(EndFacts facts, List<String> warnings) {
        if (facts.ramps().open() > 0 && warnings.stream().noneMatch(w -> w.contains("gate"))) {
            warnings.add(String.format(Locale.ROOT, "%d gated sites were still opening at the end, the least open at %.2f",
                    facts.ramps().open(), facts.ramps().lowest()));
        }
        if (facts.guessing().worse() && warnings.stream().noneMatch(w -> w.contains("guess"))) {
            warnings.add("the last validation loss is worse than guessing, " + Amounts.loss(facts.guessing().uniform()));
        }
    }
}
