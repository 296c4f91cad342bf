package growth.runtime.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.training.PluginOrigin;
import growth.formats.json.JsonFields;
import growth.formats.json.PrettyJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a run's results come from: {@code provenance.json} holds the seed, what is known of the data, and for each start (the first and
 * every resume) what it ran on.
 *
 * @param seed the run's seed
 * @param data facts about the data, as the data source gives them
 */
public record Provenance(long seed, Map<String, String> data) {
    private static final ObjectMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    /**
     * One start of a run.
     *
     * @param time    when, in ISO 8601
     * @param step    optimizer steps done before
     * @param machine JVM, operating system, processor
     * @param engine  what computes, as the engine gives it
     * @param plugins what the run uses → which code it is
     * @param bundles symbolic name → version of everything installed
     * @param changes what this start changed of the run file
     */
    public record Start(String time, long step, Map<String, String> machine, Map<String, String> engine, Map<String, PluginOrigin> plugins,
            Map<String, String> bundles, List<SettingChange> changes) {
        public Start {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Returns the file's new text.
     *
     * @param file      the file so far, if there is one
     * @param beginning what is added
     */
    public String with(Optional<Path> file, Start beginning) {
        ObjectNode json = MAPPER.valueToTree(this);
        ArrayNode starts = json.putArray("starts");
        file.ifPresent(before -> JsonFields.read(before, GrowthException.Kind.CHECKPOINT).value("starts").forEach(starts::add));
        starts.add(MAPPER.<JsonNode>valueToTree(beginning));
        return PrettyJson.of(json);
    }

    /**
     * Returns the run's seed; empty if there is no such file, or one that does not tell.
     *
     * @param file a run's {@code provenance.json}
     */
    public static Optional<Long> seed(Path file) {
        try {
            return Files.exists(file) ? Optional.of(JsonFields.read(file, GrowthException.Kind.CHECKPOINT).value("seed"))
                    .filter(JsonNode::isIntegralNumber).map(JsonNode::longValue) : Optional.empty();
        } catch (GrowthException e) {
            // Damaged, which is said when the run goes on.
            return Optional.empty();
        }
    }

    /** Returns when the run was started last, in ISO 8601; empty if there is no such file, or one that does not tell. */
    public static Optional<String> lastStart(Path file) {
        try {
            if (Files.exists(file)) {
                JsonNode starts = JsonFields.read(file, GrowthException.Kind.CHECKPOINT).value("starts");
                return Optional.of(starts.path(starts.size() - 1).path("time").asText()).filter(time -> !time.isEmpty());
            }
            return Optional.empty();
        } catch (GrowthException e) {
            // Damaged, which is said when the run goes on.
            return Optional.empty();
        }
    }

    /**
     * Returns what was known of the data when the run was started last.
     *
     * @param file a run's {@code provenance.json}
     * @throws GrowthException (CHECKPOINT) if the file cannot be read or is damaged
     */
    public static Map<String, String> data(Path file) {
        Map<String, String> data = new TreeMap<>();
        JsonFields.read(file, GrowthException.Kind.CHECKPOINT).value("data").fields()
                .forEachRemaining(fact -> data.put(fact.getKey(), fact.getValue().asText()));
        return data;
    }

    /**
     * Returns what the run used when it last used it: kind and name → which code.
     *
     * @param file a run's {@code provenance.json}
     * @throws GrowthException (CHECKPOINT) if the file cannot be read or is damaged
     */
    public static Map<String, PluginOrigin> plugins(Path file) {
        Map<String, PluginOrigin> plugins = new TreeMap<>();
        JsonFields.read(file, GrowthException.Kind.CHECKPOINT).value("starts").forEach(start -> start.path("plugins").fields()
                .forEachRemaining(plugin -> plugins.put(plugin.getKey(), origin(plugin.getValue()))));
        return plugins;
    }

    /**
     * Returns what the run computed with when it was started last; nothing if no start tells.
     *
     * @param file a run's {@code provenance.json}
     * @throws GrowthException (CHECKPOINT) if the file cannot be read or is damaged
     */
    public static Map<String, String> engine(Path file) {
        Map<String, String> engine = new TreeMap<>();
        JsonNode starts = JsonFields.read(file, GrowthException.Kind.CHECKPOINT).value("starts");
        starts.path(starts.size() - 1).path("engine").fields()
                .forEachRemaining(fact -> engine.put(fact.getKey(), fact.getValue().asText()));
        return engine;
    }

    private static PluginOrigin origin(JsonNode plugin) {
        if (plugin.isTextual()) {
            // Of runs that were begun before hashes were written down: symbolic name and version.
            int blank = plugin.asText().indexOf(' ');
            return new PluginOrigin(plugin.asText().substring(0, Math.max(0, blank)), plugin.asText().substring(blank + 1), "");
        }
        return new PluginOrigin(plugin.path("bundle").asText(), plugin.path("version").asText(), plugin.path("sha256").asText());
    }
}
