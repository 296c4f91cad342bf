package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.suite.Estimate;
import growth.api.suite.SuiteResult;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.SuiteScored;
import growth.runtime.metrics.MetricsLine;
import growth.shell.text.Json;
import java.util.List;

/** Scores at a suite as JSON: its tasks as in {@code metrics.jsonl}, and their mean. */
final class SuiteJson {
    private static final List<String> OF_RUNS = List.of("kind", "step", "tokens", "epochs", "flops", "seconds", "stage", "suite");

    private SuiteJson() {
    }

    static ObjectNode of(SuiteResult result) {
        ObjectNode object = Json.object().put("suite", result.suite());
        put(object, "exact_match", result.exactMatch());
        put(object, "loss", result.loss());
        Json.put(object, "chance", result.chance().orElse(Double.NaN));
        Json.put(object, "took_seconds", result.cost().seconds());
        Json.put(object, "took_flops", result.cost().flops());
        ArrayNode tasks = object.putArray("tasks");
        MetricsLine.all(new SuiteScored(Progress.none(), result)).forEach(line -> tasks.add(line.without(OF_RUNS)));
        return object;
    }

    private static void put(ObjectNode object, String name, Estimate value) {
        Json.put(object, name, value.mean());
        Json.put(object, name + "_stderr", value.standardError());
    }
}
