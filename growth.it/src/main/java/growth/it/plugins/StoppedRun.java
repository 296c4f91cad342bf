package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.options.OptionType;
import growth.api.options.ShapeChange;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.RunFile;
import growth.testing.run.Metrics;
import growth.testing.run.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A run that grows by one operator with the defaults of its options, as a user starts it: once as a whole, and once stopped right after
 * the growth and gone on with from its checkpoint.
 *
 * @param felix  where it is trained
 * @param run    the run file
 * @param folder takes the run folders
 */
record StoppedRun(Felix felix, RunFile run, Path folder) {
    /** Of {@link TinyRun#growing}. */
    private static final int STEPS = 40;
    private static final int GROWTH = 22;
    /** Ramps of the usual length, 5 % of the run, take two steps: after the first of them gates are on their way. */
    private static final int STOP = GROWTH + 1;
    /** The first checkpoint after going on has gates, too. */
    private static final int SAVED = STOP + 1;
    private static final List<String> FILES = List.of("config.json", "model.safetensors", "optimizer.safetensors");
    /** What the small model has less than the target; the first that the operator accepts is taken. */
    private static final List<String> SMALLER = List.of("{layers: 1, hidden: 16, heads: 1, intermediate: 24}",
            "{hidden: 16, heads: 1, intermediate: 24}", "{intermediate: 24}", "{layers: 1}");
    private static final int VOCABULARY = 300;
    private static final int LABELS = 10;

    /**
     * Returns a run of the first family and the first small model that the operator accepts.
     *
     * @param engine what trains it
     */
    static StoppedRun of(Felix felix, GrowthOperator operator, String engine, Path folder) throws IOException {
        String name = operator.card().card().name();
        for (Family family : Family.values()) {
            for (String smaller : SMALLER) {
                RunFile run = felix.read(yaml(operator, smaller).of(family.id())
                        .with("training:", "engine: {kind: " + engine + "}\ntraining:"), folder.resolve(name + "-" + engine + ".yaml"));
                if (accepts(operator, run)) {
                    return new StoppedRun(felix, run, folder);
                }
            }
        }
        throw new AssertionError(name + " accepts no growth from " + SMALLER + " in " + Arrays.toString(Family.values()));
    }

    /** Returns options with which operators that learn take few steps for it, if they have one that says how many. */
    static List<String> quickly(GrowthOperator operator) {
        boolean learns = operator.card().card().options().stream()
                .anyMatch(o -> o.name().equals("steps") && o.type() == OptionType.INTEGER);
        return learns ? List.of("steps=4") : List.of();
    }

    private static TinyRun yaml(GrowthOperator operator, String smaller) {
        String options = quickly(operator).stream().map(option -> ", " + option.replace("=", ": ")).collect(Collectors.joining());
        return TinyRun.growing().with("{kind: stack}", "{kind: " + operator.card().card().name() + options + "}")
                .with("from: {layers: 1}, at: 50%", "from: " + smaller + ", at: " + GROWTH + "ba")
                .with("workers: 1", "workers: 1\n  averages: [0.9, 0.99]").with("evaluate: {every: 10ba", "evaluate: {every: 20ba")
                .with("checkpoint: {every: 10ba, keep: 2}", "checkpoint: {every: " + SAVED + "ba, keep: 9}");
    }

    private static boolean accepts(GrowthOperator operator, RunFile run) {
        GrowthSettings growth = run.growth().orElseThrow();
        ModelShape to = run.model().shape(VOCABULARY, LABELS);
        ModelShape from = ((ShapeChange) growth.schedule().options().get("from").orElseThrow()).applyTo(to);
        try {
            operator.plan(new GrowthRequest(from, to, growth.operator().options(), operator.card().optimizerState(), run.seed()));
            return true;
        } catch (GrowthException e) {
            return false;
        }
    }

    /** Asserts that the run comes to its end as a whole, with every step and the growth behind it. */
    void finishes() throws IOException {
        Path whole = folder.resolve(name() + "-whole");
        assertThat(felix.train(run, whole, false, STEPS).outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(state(checkpoint(whole, STEPS)).at("/progress/stage").intValue()).as("growths").isEqualTo(1);
        assertThat(Metrics.of(whole)).hasSizeGreaterThan(STEPS);
    }

    private String name() {
        return run.growth().orElseThrow().operator().name() + "-" + run.engine().kind().orElseThrow();
    }

    /**
     * Asserts that the run ends the same in both ways, to the last bit.
     *
     * @return whether gates were on their way when it was stopped
     */
    boolean endsTheSame() throws IOException {
        Path whole = folder.resolve(name() + "-whole");
        Path parts = folder.resolve(name() + "-parts");
        assertThat(felix.train(run, whole, false, STEPS).outcome()).isEqualTo(Outcome.FINISHED);
        assertThat(felix.train(run, parts, false, STOP).outcome()).isEqualTo(Outcome.STOPPED);
        JsonNode stopped = state(checkpoint(parts, STOP));
        assertThat(stopped.at("/progress/stage").intValue()).as("growths before the stop").isEqualTo(1);
        assertThat(felix.train(run, parts, true, STEPS).outcome()).isEqualTo(Outcome.FINISHED);

        assertThat(Metrics.of(parts)).isEqualTo(Metrics.of(whole)).hasSizeGreaterThan(STEPS);
        for (int step : List.of(SAVED, STEPS)) {
            for (String file : FILES) {
                assertThat(checkpoint(parts, step).resolve(file)).hasSameBinaryContentAs(checkpoint(whole, step).resolve(file));
            }
            assertThat(state(checkpoint(parts, step))).isEqualTo(state(checkpoint(whole, step)));
        }
        return !stopped.get("ramps").isEmpty();
    }

    private static Path checkpoint(Path run, int step) {
        return run.resolve("checkpoints/step-%08d".formatted(step));
    }

    /** Everything the run remembers but the times and starts it took: gates and their ramps, the ages of moments, where the data stand. */
    private static JsonNode state(Path checkpoint) throws IOException {
        JsonNode state = new ObjectMapper().readTree(Files.readString(checkpoint.resolve("state.json")));
        ((ObjectNode) state.get("progress")).remove("seconds");
        ((ObjectNode) state.get("files")).remove("provenance.json");
        ObjectNode rate = (ObjectNode) state.get("learning_rate");
        for (String moment : List.of("origin", "rewarm", "continued")) {
            // the last of its numbers are seconds
            rate.put(moment, rate.get(moment).textValue().replaceFirst(" [^ ]+$", ""));
        }
        return state;
    }
}
