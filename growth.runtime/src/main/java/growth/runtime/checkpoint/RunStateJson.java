package growth.runtime.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.TrainingTime;
import growth.api.data.Cursor;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.training.Progress;
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.gate.OpenRamp;
import growth.runtime.train.rate.RateState;
import growth.runtime.train.search.Search;
import growth.runtime.train.search.SubNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * {@link RunState} as JSON and back, to the last bit: numbers are written with as many digits as tell them apart, NaN as null.
 * Reading throws IllegalArgumentException (or a subclass) where something is not as it was written.
 */
final class RunStateJson {
    private RunStateJson() {
    }

    static ObjectNode write(RunState state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("progress", progress(state.progress()));
        json.put("evaluated_at", state.evaluatedAt());
        json.set("view", view(state.view()));
        json.putObject("cursor").put("epoch", state.cursor().epoch()).put("window", state.cursor().window());
        json.set("schedule", texts(state.schedule()));
        json.set("learning_rate", texts(state.rate().save()));
        ArrayNode ramps = json.putArray("ramps");
        state.ramps().open().forEach(ramp -> ramps.add(ramp(ramp)));
        state.search().ifPresent(search -> json.set("search", search(search)));
        if (!state.trainable().equals(Trainable.ALL)) {
            json.set("trainable", trainable(state.trainable()));
        }
        if (!state.validation().equals(ValidationRecord.NONE)) {
            json.set("validation", validation(state.validation()));
        }
        if (state.grown()) {
            json.put("grown", true);
        }
        return json.put("workers", state.workers()).put("duration", state.duration().toString());
    }

    static RunState read(JsonNode json) {
        List<OpenRamp> ramps = new ArrayList<>();
        JsonFieldReader fields = new JsonFieldReader(json);
        fields.list("ramps").forEach(r -> ramps.add(ramp(r)));
        JsonFieldReader cursor = fields.object("cursor");
        return new RunState(progress(fields.object("progress")), fields.whole("evaluated_at"), view(fields.object("view")),
                new Cursor(cursor.whole("epoch"), cursor.whole("window")), fields.texts("schedule"),
                RateState.restore(fields.texts("learning_rate")),
                new GateRamps(ramps), Math.toIntExact(fields.whole("workers")),
                fields.has("search") ? Optional.of(search(fields.object("search"))) : Optional.empty(),
                fields.has("trainable") ? trainable(fields.object("trainable")) : Trainable.ALL,
                fields.has("validation") ? validation(fields.object("validation")) : ValidationRecord.NONE,
                fields.has("grown") && fields.flag("grown"), TrainingTime.parse(fields.text("duration")));
    }

    private static ObjectNode validation(ValidationRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (record.any()) {
            json.put("lowest", record.lowest()).put("step", record.step());
        }
        if (Double.isFinite(record.stageLowest())) {
            json.put("stage_lowest", record.stageLowest());
        }
        return json.put("waited", record.waited());
    }

    private static ValidationRecord validation(JsonFieldReader json) {
        boolean any = json.has("step");
        return new ValidationRecord(any ? json.number("lowest") : Double.POSITIVE_INFINITY, any ? json.whole("step") : -1,
                json.has("stage_lowest") ? json.number("stage_lowest") : Double.POSITIVE_INFINITY, Math.toIntExact(json.whole("waited")));
    }

    private static ObjectNode trainable(Trainable trainable) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("embedding", trainable.embedding()).put("head", trainable.head());
        layers(trainable.layers(), json);
        return json;
    }

    private static Trainable trainable(JsonFieldReader json) {
        return new Trainable(json.flag("embedding"), layers(json), json.flag("head"));
    }

    private static void layers(Optional<List<Integer>> some, ObjectNode json) {
        some.ifPresent(layers -> layers.forEach(json.putArray("layers")::add));
    }

    private static Optional<List<Integer>> layers(JsonFieldReader json) {
        return json.has("layers") ? Optional.of(json.list("layers").stream().map(JsonNode::asInt).toList()) : Optional.empty();
    }

    private static ObjectNode search(Search search) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode candidates = json.putArray("candidates");
        search.candidates().forEach(candidate -> candidates.add(view(candidate.running())));
        return json.put("end", search.end().value()).put("unit", search.end().unit().name());
    }

    private static Search search(JsonFieldReader json) {
        List<SubNetwork> candidates = json.list("candidates").stream().map(node -> {
            View running = view(new JsonFieldReader(node));
            View seen = new View(running.sequence(), running.pooling(), running.resolution(), Optional.empty());
            return new SubNetwork(running.layers().orElseThrow(() -> new IllegalArgumentException("'layers' is missing")), seen);
        }).toList();
        return new Search(candidates, new TrainingTime(json.number("end"), TrainingTime.Unit.valueOf(json.text("unit"))));
    }

    private static ObjectNode progress(Progress p) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("step", p.step()).put("tokens", p.tokens()).put("epochs", p.epochs()).put("flops", p.flops()).put("seconds", p.seconds())
                .put("share", p.share());
        json.set("loss", Double.isNaN(p.loss()) ? json.nullNode() : json.numberNode(p.loss()));
        json.set("validation_loss", p.validationLoss().isEmpty() ? json.nullNode() : json.numberNode(p.validationLoss().getAsDouble()));
        return json.put("stage", p.stage());
    }

    private static Progress progress(JsonFieldReader json) {
        OptionalDouble validation = json.has("validation_loss") ? OptionalDouble.of(json.number("validation_loss"))
                : OptionalDouble.empty();
        return new Progress(json.whole("step"), json.whole("tokens"), json.number("epochs"), json.number("flops"), json.number("seconds"),
                json.number("share"), json.has("loss") ? json.number("loss") : Double.NaN, validation,
                Math.toIntExact(json.whole("stage")));
    }

    private static ObjectNode view(View view) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        view.sequence().ifPresent(sequence -> json.put("sequence", sequence));
        view.pooling().ifPresent(pooling -> json.putObject("pooling").put("kind", pooling.kind().name()).put("size", pooling.size()));
        view.resolution().ifPresent(resolution -> json.put("resolution", resolution));
        layers(view.layers(), json);
        return json;
    }

    private static View view(JsonFieldReader json) {
        Optional<View.Pooling> pooling = json.has("pooling") ? Optional.of(pooling(json.object("pooling"))) : Optional.empty();
        return new View(whole(json, "sequence"), pooling, whole(json, "resolution"), layers(json));
    }

    private static View.Pooling pooling(JsonFieldReader json) {
        return new View.Pooling(View.Pooling.Kind.valueOf(json.text("kind")), Math.toIntExact(json.whole("size")));
    }

    private static Optional<Integer> whole(JsonFieldReader json, String name) {
        return json.has(name) ? Optional.of(Math.toIntExact(json.whole(name))) : Optional.empty();
    }

    private static ObjectNode ramp(OpenRamp open) {
        ObjectNode json = GateJson.site(open.ramp().site());
        json.put("duration", open.ramp().duration().value()).put("unit", open.ramp().duration().unit().name());
        json.put("curve", open.ramp().curve().name()).put("begin", open.begin());
        json.set("from", GateJson.array(open.from()));
        return json;
    }

    private static OpenRamp ramp(JsonNode node) {
        JsonFieldReader json = new JsonFieldReader(node);
        TrainingTime duration = new TrainingTime(json.number("duration"), TrainingTime.Unit.valueOf(json.text("unit")));
        GateRamp ramp = new GateRamp(GateJson.site(json), duration, GateRamp.Curve.valueOf(json.text("curve")));
        return new OpenRamp(ramp, json.number("begin"), GateJson.values(json.list("from")));
    }

    private static ObjectNode texts(Map<String, String> texts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(texts).forEach(json::put);
        return json;
    }
}
