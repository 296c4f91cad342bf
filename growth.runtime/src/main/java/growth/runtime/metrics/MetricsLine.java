package growth.runtime.metrics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.api.suite.Estimate;
import growth.api.suite.TaskScore;
import growth.api.training.EndFacts;
import growth.api.training.GrowthReport;
import growth.api.training.Progress;
import growth.api.training.SearchReport;
import growth.api.training.Took;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.GrowthStarted;
import growth.api.training.TrainingEvent.RanksExchanged;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.SearchCompleted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingEvent.SuiteScored;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An event as a line of {@code metrics.jsonl}. Every line begins with {@code kind}, {@code step}, {@code tokens}, {@code epochs},
 * {@code flops}, {@code seconds} and {@code stage}; what follows depends on the kind:
 * <pre>
 * start       name, resumed
 * stage       shape, parameters, sequence, and of the view: pooling, resolution, layers; trains
 * step        loss, lr, gradient_norm, tokens_per_second, flops_per_second
 * evaluation  loss, scored, correct, accuracy, bits_per_byte, sets (name: loss, scored, correct, bits_per_byte), took_seconds, took_flops;
 *             the last one of a classifier: topN, precision, recall, f1, labels, confusion
 * suite       suite, task, examples, shots, exact_match, exact_match_stderr, loss, loss_stderr, answer_loss, answer_loss_stderr, choice,
 *             choice_stderr, chance, took_seconds, took_flops: one line for each task; choice only where there are wrong answers
 * growth      operator, bundle, version, sha256, from, to, map, claimed, max_logit_change, loss_before, loss_after, new_gradient_norm,
 *             dead_parameters, copy_distance, optimizer_state, learning_rate, took_seconds, took_flops, peak_bytes, trains
 * search      candidates (layers, view, loss, cost), chosen, training_seconds, training_flops, scoring_seconds, scoring_flops
 * checkpoint  folder, took_seconds
 * exchange    ranks, collectives, sent_bytes, received_bytes, exchange_seconds: of rank 0, since the last start
 * end         outcome, remarks, facts ({@link EndFacts}: duration, share, planned_flops, stages, missing, open_gates, lowest_gate,
 *             copy_distance, copies_locked, dead_parameters, guessing_loss, unigram_loss, worse_than_guessing)
 * </pre>
 * {@code flops} and {@code seconds} of all lines count what training takes, and so do those of searches and of what operators train
 * ({@code took_flops} of a growth). Those of evaluations, suites and checkpoints, and of the measurements around a growth, come besides.
 * {@code trains} lists the layers that alone learn and is left out where everything does. Numbers that are not finite are null, which JSON
 * has instead.
 */
public final class MetricsLine {
    private MetricsLine() {
    }

    /** Returns the lines of an event: several for the tasks of a suite, else at most one. */
    public static List<ObjectNode> all(TrainingEvent event) {
        return event instanceof SuiteScored e ? e.result().tasks().stream().map(task -> task(e, task)).toList()
                : of(event).stream().toList();
    }

    /** Returns the line, or nothing for events that leave none or several. */
    public static Optional<ObjectNode> of(TrainingEvent event) {
        if (event instanceof StepCompleted e) {
            ObjectNode line = line("step", e.progress());
            number(line, "loss", e.progress().loss());
            number(line, "lr", e.learningRate());
            number(line, "gradient_norm", e.gradientNorm());
            number(line, "tokens_per_second", e.tokensPerSecond());
            number(line, "flops_per_second", e.flopsPerSecond());
            return Optional.of(line);
        }
        if (event instanceof EvaluationCompleted e) {
            return Optional.of(EvaluationLine.of(line("evaluation", e.progress()), e));
        }
        if (event instanceof RunStarted e) {
            return Optional.of(line("start", e.progress()).put("name", e.name()).put("resumed", e.resumed()));
        }
        if (event instanceof StageStarted e) {
            return Optional.of(stage(e));
        }
        if (event instanceof GrowthStarted || event instanceof SuiteScored) {
            return Optional.empty();
        }
        if (event instanceof GrowthCompleted e) {
            return Optional.of(growth(e.progress(), e.report()));
        }
        if (event instanceof SearchCompleted e) {
            return Optional.of(search(line("search", e.progress()), e.report()));
        }
        if (event instanceof CheckpointSaved e) {
            ObjectNode line = line("checkpoint", e.progress()).put("folder", e.folder().getFileName().toString());
            number(line, "took_seconds", e.seconds());
            return Optional.of(line);
        }
        if (event instanceof RanksExchanged e) {
            ObjectNode line = line("exchange", e.progress()).put("ranks", e.ranks()).put("collectives", e.collectives())
                    .put("sent_bytes", e.sent()).put("received_bytes", e.received());
            number(line, "exchange_seconds", e.seconds());
            return Optional.of(line);
        }
        RunEnded e = (RunEnded) event;
        ObjectNode line = line("end", e.progress()).put("outcome", words(e.outcome()));
        if (!e.remarks().isEmpty()) {
            e.remarks().forEach(line.putArray("remarks")::add);
        }
        e.facts().ifPresent(facts -> facts(line.putObject("facts"), facts));
        return Optional.of(line);
    }

    private static ObjectNode line(String kind, Progress progress) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("kind", kind).put("step", progress.step()).put("tokens", progress.tokens());
        number(line, "epochs", progress.epochs());
        number(line, "flops", progress.flops());
        number(line, "seconds", progress.seconds());
        return line.put("stage", progress.stage());
    }

    private static ObjectNode stage(StageStarted event) {
        ModelShape shape = event.shape();
        ObjectNode line = line("stage", event.progress()).put("shape", shape.toString()).put("parameters", shape.parameterCount())
                .put("sequence", event.view().sequence(shape));
        event.view().pooling().ifPresent(p -> line.put("pooling", words(p.kind()) + " of " + p.size()));
        event.view().resolution().ifPresent(pixels -> line.put("resolution", pixels));
        event.view().layers().ifPresent(layers -> layers.forEach(line.putArray("layers")::add));
        event.trainable().layers().ifPresent(layers -> layers.forEach(line.putArray("trains")::add));
        return line;
    }

    private static ObjectNode task(SuiteScored event, TaskScore score) {
        ObjectNode line = line("suite", event.progress()).put("suite", event.result().suite()).put("task", score.task())
                .put("examples", score.examples()).put("shots", score.shots());
        estimate(line, "exact_match", score.exactMatch());
        estimate(line, "loss", score.loss());
        estimate(line, "answer_loss", score.answerLoss());
        score.choice().ifPresent(choice -> estimate(line, "choice", choice));
        number(line, "chance", score.chance().orElse(Double.NaN));
        number(line, "took_seconds", score.cost().seconds());
        number(line, "took_flops", score.cost().flops());
        return line;
    }

    private static void estimate(ObjectNode line, String name, Estimate value) {
        number(line, name, value.mean());
        number(line, name + "_stderr", value.standardError());
    }

    private static ObjectNode growth(Progress progress, GrowthReport report) {
        GrowthReport.Change change = report.change();
        GrowthReport.Effect effect = report.effect();
        GrowthReport.Policies policies = report.policies();
        ObjectNode line = line("growth", progress).put("operator", change.operator())
                .put("bundle", change.origin().bundle()).put("version", change.origin().version()).put("sha256", change.origin().sha256())
                .put("from", change.from().toString()).put("to", change.to().toString()).put("map", change.map())
                .put("claimed", change.claimed().words());
        number(line, "max_logit_change", effect.maxLogitChange());
        number(line, "loss_before", effect.lossBefore());
        number(line, "loss_after", effect.lossAfter());
        number(line, "new_gradient_norm", effect.newGradientNorm());
        ArrayNode dead = line.putArray("dead_parameters");
        effect.deadParameters().forEach(dead::add);
        number(line, "copy_distance", effect.copyDistance());
        line.put("optimizer_state", policies.optimizerState().id()).put("learning_rate", policies.learningRate().id());
        number(line, "took_seconds", report.cost().seconds());
        number(line, "took_flops", report.cost().flops());
        line.put("peak_bytes", report.cost().peakBytes());
        policies.trainable().layers().ifPresent(layers -> layers.forEach(line.putArray("trains")::add));
        return line;
    }

    private static ObjectNode search(ObjectNode line, SearchReport report) {
        ArrayNode candidates = line.putArray("candidates");
        for (SearchReport.Candidate candidate : report.candidates()) {
            ObjectNode one = candidates.addObject().put("layers", candidate.layers()).put("view", candidate.view());
            number(one, "loss", candidate.loss());
            number(one, "cost", candidate.cost());
        }
        line.put("chosen", report.chosen());
        took(line, "training", report.training());
        took(line, "scoring", report.scoring());
        return line;
    }

    private static void facts(ObjectNode line, EndFacts facts) {
        line.put("duration", facts.length().planned());
        number(line, "share", facts.length().share());
        optional(line, "planned_flops", facts.length().flops());
        facts.length().stages().ifPresent(stages -> line.put("stages", stages));
        facts.length().missing().ifPresent(missing -> line.put("missing", missing));
        line.put("open_gates", facts.ramps().open());
        number(line, "lowest_gate", facts.ramps().lowest());
        optional(line, "copy_distance", facts.copies().distance());
        line.put("copies_locked", facts.copies().locked());
        facts.copies().dead().forEach(line.putArray("dead_parameters")::add);
        number(line, "guessing_loss", facts.guessing().uniform());
        optional(line, "unigram_loss", facts.guessing().unigram());
        line.put("worse_than_guessing", facts.guessing().worse());
    }

    /** Puts what something took, as far as it is known. */
    static void took(ObjectNode line, String what, Took took) {
        optional(line, what + "_seconds", took.seconds());
        optional(line, what + "_flops", took.flops());
    }

    /** Puts a number, if it is known. */
    static void optional(ObjectNode line, String name, OptionalDouble value) {
        value.ifPresent(known -> number(line, name, known));
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Puts a number; null if it is not finite. */
    static void number(ObjectNode line, String name, double value) {
        if (Double.isFinite(value)) {
            line.put(name, value);
        } else {
            line.putNull(name);
        }
    }
}
