package growth.runtime.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import growth.api.TrainingTime;
import growth.api.data.Cursor;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.Gates;
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
import java.util.stream.Collectors;

/**
 * The fields of {@code state.json}, in their order, as Jackson writes and reads them. Numbers have as many digits as tell them apart, so
 * that they come back to the last bit; what is null is left out.
 *
 * @param format         version of the file
 * @param position       how far the run has come
 * @param stage          what it trains
 * @param gates          the model's gates
 * @param optimizerSteps parameter → updates its tensor has seen
 * @param files          the checkpoint's other files
 */
record StateFile(int format, @JsonUnwrapped Position position, @JsonUnwrapped Stage stage, List<Gate> gates,
        Map<String, Long> optimizerSteps, Map<String, FileDigest> files) {
    private static final ObjectMapper MAPPER = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .serializationInclusion(JsonInclude.Include.NON_NULL).disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    StateFile {
        require("gates", gates);
        require("optimizer_steps", optimizerSteps);
        require("files", files);
    }

    /** Where the run stands. */
    record Position(Counts progress, long evaluatedAt, Seen view, Cursor cursor, Map<String, String> schedule,
            Map<String, String> learningRate) {
        Position {
            require("progress", progress);
            require("view", view);
            require("cursor", cursor);
            require("schedule", schedule);
            require("learning_rate", learningRate);
        }
    }

    /** Progress; a loss that is not known is null, and written so. */
    record Counts(long step, long tokens, double epochs, double flops, double seconds, double share,
            @JsonInclude(JsonInclude.Include.ALWAYS) Double loss, @JsonInclude(JsonInclude.Include.ALWAYS) Double validationLoss,
            int stage) {
        static Counts of(Progress p) {
            return new Counts(p.step(), p.tokens(), p.epochs(), p.flops(), p.seconds(), p.share(), Double.isNaN(p.loss()) ? null : p.loss(),
                    p.validationLoss().isPresent() ? p.validationLoss().getAsDouble() : null, p.stage());
        }

        Progress value() {
            return new Progress(step, tokens, epochs, flops, seconds, share, loss == null ? Double.NaN : loss,
                    validationLoss == null ? OptionalDouble.empty() : OptionalDouble.of(validationLoss), stage);
        }
    }

    /** A view. */
    record Seen(Integer sequence, View.Pooling pooling, Integer resolution, List<Integer> layers) {
        static Seen of(View view) {
            return new Seen(view.sequence().orElse(null), view.pooling().orElse(null), view.resolution().orElse(null),
                    view.layers().orElse(null));
        }

        View value() {
            return new View(Optional.ofNullable(sequence), Optional.ofNullable(pooling), Optional.ofNullable(resolution),
                    Optional.ofNullable(layers));
        }
    }

    /** What is trained, and how; what is as in a run without growth is null. */
    record Stage(List<Ramp> ramps, Searched search, Parts trainable, Validation validation, Boolean grown, int workers, String duration) {
        Stage {
            require("ramps", ramps);
            require("duration", duration);
        }
    }

    /** A ramp on its way. */
    record Ramp(Axis axis, int layer, double duration, TrainingTime.Unit unit, GateRamp.Curve curve, double begin, List<Float> from) {
        static Ramp of(OpenRamp open) {
            GateRamp ramp = open.ramp();
            return new Ramp(ramp.site().axis(), ramp.site().layer(), ramp.duration().value(), ramp.duration().unit(), ramp.curve(),
                    open.begin(), open.from());
        }

        OpenRamp value() {
            return new OpenRamp(new GateRamp(new GateSite(axis, layer), new TrainingTime(duration, unit), curve), begin, from);
        }
    }

    /** A search on its way. */
    record Searched(List<Seen> candidates, double end, TrainingTime.Unit unit, Search.Begin begin) {
        static Searched of(Search search) {
            return new Searched(search.candidates().stream().map(one -> Seen.of(one.running())).toList(), search.end().value(),
                    search.end().unit(), search.begin().orElse(null));
        }

        Search value() {
            return new Search(candidates.stream().map(seen -> new SubNetwork(require("layers", seen.layers()),
                    new Seen(seen.sequence(), seen.pooling(), seen.resolution(), null).value())).toList(), new TrainingTime(end, unit),
                    Optional.ofNullable(begin));
        }
    }

    /** The parts that learn. */
    record Parts(boolean embedding, boolean head, List<Integer> layers) {
        static Parts of(Trainable parts) {
            return parts.equals(Trainable.ALL) ? null : new Parts(parts.embedding(), parts.head(), parts.layers().orElse(null));
        }

        Trainable value() {
            return new Trainable(embedding, Optional.ofNullable(layers), head);
        }
    }

    /** Validation losses; those that are infinite are null. */
    record Validation(Double lowest, Long step, Double stageLowest, int waited) {
        static Validation of(ValidationRecord record) {
            return record.equals(ValidationRecord.NONE) ? null : new Validation(record.any() ? record.lowest() : null,
                    record.any() ? record.step() : null, Double.isFinite(record.stageLowest()) ? record.stageLowest() : null,
                    record.waited());
        }

        ValidationRecord value() {
            return new ValidationRecord(step == null ? Double.POSITIVE_INFINITY : require("lowest", lowest), step == null ? -1 : step,
                    stageLowest == null ? Double.POSITIVE_INFINITY : stageLowest, waited);
        }
    }

    /** The gates of a site. */
    record Gate(Axis axis, int layer, @JsonProperty("values") float[] gate) {
    }

    /** Returns the fields of a run's state and of what belongs to its model. */
    static StateFile of(RunState run, Gates gates, Map<String, Long> optimizerSteps, Map<String, FileDigest> files) {
        RunState.Stage stage = run.stage();
        return new StateFile(CheckpointManifest.FORMAT,
                new Position(Counts.of(run.progress()), run.evaluatedAt(), Seen.of(stage.view()), run.cursor(),
                        new TreeMap<>(run.schedule()), new TreeMap<>(run.rate().save())),
                new Stage(stage.ramps().open().stream().map(Ramp::of).toList(), stage.search().map(Searched::of).orElse(null),
                        Parts.of(stage.trainable()), Validation.of(run.validation()), run.grown() ? true : null, run.workers(),
                        run.duration().toString()),
                gates(gates), optimizerSteps, files);
    }

    private static List<Gate> gates(Gates gates) {
        List<Gate> all = new ArrayList<>();
        gates.sites().forEach(site -> all.add(new Gate(site.axis(), site.layer(), gates.at(site).orElseThrow())));
        return all;
    }

    /** Returns the run's state. */
    RunState run() {
        return new RunState(position.progress().value(), position.evaluatedAt(),
                new RunState.Stage(position.view().value(), new GateRamps(stage.ramps().stream().map(Ramp::value).toList()),
                        Optional.ofNullable(stage.search()).map(Searched::value),
                        Optional.ofNullable(stage.trainable()).map(Parts::value).orElse(Trainable.ALL)),
                position.cursor(), position.schedule(), RateState.restore(position.learningRate()), stage.workers(),
                Optional.ofNullable(stage.validation()).map(Validation::value).orElse(ValidationRecord.NONE),
                Boolean.TRUE.equals(stage.grown()), TrainingTime.parse(stage.duration()));
    }

    /** Returns the model's gates. */
    Gates modelGates() {
        Gates all = Gates.none();
        for (Gate one : gates) {
            all = all.with(new GateSite(one.axis(), one.layer()), one.gate());
        }
        return all;
    }

    /** Returns the fields as JSON. */
    JsonNode json() {
        return MAPPER.valueToTree(this);
    }

    /**
     * Reads the fields.
     *
     * @throws IllegalArgumentException that names the field which is missing or is not as it was written
     */
    static StateFile read(JsonNode json) {
        try {
            return MAPPER.convertValue(json, StateFile.class);
        } catch (IllegalArgumentException e) {
            throw e.getCause() instanceof JsonMappingException wrong ? new IllegalArgumentException(words(wrong), e) : e;
        }
    }

    private static String words(JsonMappingException wrong) {
        if (wrong.getCause() instanceof IllegalArgumentException own) {
            return own.getMessage();
        }
        List<String> path = new ArrayList<>();
        wrong.getPath().forEach(step -> path.add(step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName()));
        return path.stream().collect(Collectors.joining(".", "'", "' is missing or not as it was written"));
    }

    private static <T> T require(String name, T value) {
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }
}
