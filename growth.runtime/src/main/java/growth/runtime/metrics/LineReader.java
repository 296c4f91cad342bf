package growth.runtime.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.training.Classes;
import growth.api.training.EndFacts;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.api.training.Score;
import growth.api.training.SearchReport;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.RunEnded;
import growth.runtime.metrics.MetricsRecord.Change;
import growth.runtime.metrics.MetricsRecord.Checkpoint;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Policies;
import growth.runtime.metrics.MetricsRecord.Search;
import growth.runtime.metrics.MetricsRecord.Speed;
import growth.runtime.metrics.MetricsRecord.Stage;
import growth.runtime.metrics.MetricsRecord.Start;
import growth.runtime.metrics.MetricsRecord.Step;
import growth.runtime.metrics.MetricsRecord.Suite;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads one line of a record: the inverse of {@link MetricsLine}. */
final class LineReader {
    private static final String TOOK = "took";
    /** Numbers of a suite's line that are no scores. */
    private static final Set<String> PLACED = Set.of("step", "tokens", "epochs", "flops", "seconds", "stage", "took_seconds", "took_flops");

    private LineReader() {
    }

    /**
     * Returns the record; empty if its kind is not known.
     *
     * @throws LineFields.Unfit if a field holds something else than it should
     */
    static Optional<MetricsRecord> read(JsonNode object) {
        LineFields line = new LineFields(object);
        Point at = new Point(line.whole("step"), line.whole("tokens"), line.number("epochs"), line.number("flops"),
                line.number("seconds"), (int) line.whole("stage"));
        return Optional.ofNullable(switch (line.text("kind")) {
            case "step" -> new Step(at, line.number("loss"), line.number("lr"), line.number("gradient_norm"),
                    new Speed(line.number("tokens_per_second"), line.number("flops_per_second")));
            case "evaluation" -> new Evaluation(at, score(line), line.byName("sets", set -> score(new LineFields(set))), took(line, TOOK),
                    classes(line));
            case "start" -> new Start(at, line.text("name"), line.flag("resumed"));
            case "stage" -> stage(at, line);
            case "growth" -> growth(at, line);
            case "search" -> new Search(at, line.objects("candidates", LineReader::candidate), line.integer("chosen").orElse(0),
                    took(line, "training"), took(line, "scoring"));
            case "suite" -> new Suite(at, line.text("suite"), line.text("task"), scores(object), took(line, TOOK));
            case "checkpoint" -> new Checkpoint(at, line.text("folder"), line.optional("took_seconds"));
            case "end" -> new End(at, outcome(line), line.texts("remarks"), line.within("facts").map(LineReader::facts));
            default -> null;
        });
    }

    private static Took took(LineFields line, String what) {
        return new Took(line.optional(what + "_seconds"), line.optional(what + "_flops"));
    }

    private static Score score(LineFields line) {
        return new Score(line.number("loss"), line.whole("scored"), line.whole("correct"), line.optional("bits_per_byte"));
    }

    /** Suites measure what they like: all numbers of the line that have no other place. */
    private static Map<String, Double> scores(JsonNode line) {
        Map<String, Double> scores = new LinkedHashMap<>();
        line.fields().forEachRemaining(field -> {
            if (!PLACED.contains(field.getKey()) && (field.getValue().isNumber() || field.getValue().isNull())) {
                scores.put(field.getKey(), field.getValue().isNull() ? Double.NaN : field.getValue().doubleValue());
            }
        });
        return scores;
    }

    private static Optional<Classes> classes(LineFields line) {
        return line.optional("f1").isEmpty() ? Optional.empty() : Optional.of(new Classes(line.number("accuracy"), top(line),
                new Classes.Averages(line.number("precision"), line.number("recall"), line.number("f1")), line.texts("labels"),
                line.matrix("confusion")));
    }

    /** The number of answers looked at is part of the field's name. */
    private static Classes.Top top(LineFields line) {
        return line.names().stream().filter(name -> name.matches("top[1-9][0-9]{0,8}")).findFirst()
                .map(name -> new Classes.Top(Integer.parseInt(name.substring("top".length())), line.number(name)))
                .orElse(new Classes.Top(Classes.Top.USUAL, Double.NaN));
    }

    private static Stage stage(Point at, LineFields line) {
        OptionalInt resolution = line.integer("resolution").map(OptionalInt::of).orElse(OptionalInt.empty());
        return new Stage(at, line.text("shape"), line.whole("parameters"), (int) line.whole("sequence"), line.optionalText("pooling"),
                resolution, line.integers("layers"), line.integers("trains"));
    }

    private static Growth growth(Point at, LineFields line) {
        Change change = new Change(line.text("operator"), new PluginOrigin(line.text("bundle"), line.text("version"), line.text("sha256")),
                line.text("from"), line.text("to"), line.text("map"), line.text("claimed"));
        GrowthReport.Effect effect = new GrowthReport.Effect(line.number("max_logit_change"), line.number("loss_before"),
                line.number("loss_after"), line.number("new_gradient_norm"), line.texts("dead_parameters"), line.number("copy_distance"));
        Policies policies = new Policies(line.text("optimizer_state"), line.text("learning_rate"), line.integers("trains"));
        return new Growth(at, change, effect, policies, took(line, TOOK), line.whole("peak_bytes"));
    }

    private static SearchReport.Candidate candidate(LineFields line) {
        return new SearchReport.Candidate((int) line.whole("layers"), line.text("view"), line.number("loss"), line.number("cost"));
    }

    private static RunEnded.Outcome outcome(LineFields line) {
        String word = line.text("outcome");
        for (RunEnded.Outcome outcome : RunEnded.Outcome.values()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(word)) {
                return outcome;
            }
        }
        throw LineFields.unfit("outcome", "finished, stopped, failed or diverged");
    }

    private static EndFacts facts(LineFields facts) {
        return new EndFacts(
                new EndFacts.Length(facts.text("duration"), facts.number("share"), facts.optional("planned_flops"),
                        facts.integer("stages"), facts.optionalText("missing")),
                new EndFacts.Ramps((int) facts.whole("open_gates"), facts.optional("lowest_gate").orElse(1)),
                new EndFacts.Copies(facts.optional("copy_distance"), facts.flag("copies_locked"), facts.texts("dead_parameters")),
                new EndFacts.Guessing(facts.number("guessing_loss"), facts.optional("unigram_loss"), facts.flag("worse_than_guessing")));
    }
}
