package growth.study.account;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.json.JsonFields;
import growth.runtime.config.YamlReader;
import growth.runtime.config.YamlValue;
import growth.runtime.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run's files tell of how it was made. What a file does not tell is left out.
 *
 * @param settings of {@code run.yaml}: dotted path → value in one line
 * @param data     facts about the data
 * @param machine  facts about the machine, and about the engine with {@code engine.} before their names
 * @param versions symbolic name → version of everything installed
 * @param plugins  kind and name of what the run used → hash of its code
 * @param begun    when it was begun, in ISO 8601; empty if that is not known
 */
public record RunFacts(Map<String, String> settings, Map<String, String> data, Map<String, String> machine, Map<String, String> versions,
        Map<String, String> plugins, String begun) {
    /** Nothing is known. */
    public static final RunFacts NONE = new RunFacts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), "");

    public RunFacts {
        settings = new TreeMap<>(settings);
        data = new TreeMap<>(data);
        machine = new TreeMap<>(machine);
        versions = new TreeMap<>(versions);
        plugins = new TreeMap<>(plugins);
    }

    /**
     * Reads {@code run.yaml} and {@code provenance.json}.
     *
     * @param folder of the run
     * @throws GrowthException (CHECKPOINT) if a file is there and cannot be read, (CONFIGURATION) if the run file is damaged
     */
    public static RunFacts read(RunFolder folder) {
        Map<String, String> settings = new TreeMap<>();
        if (Files.exists(folder.runFile())) {
            flatten("", YamlReader.document(folder.runFile().toString(), text(folder)), settings);
        }
        if (!Files.exists(folder.provenance())) {
            return new RunFacts(settings, Map.of(), Map.of(), Map.of(), Map.of(), "");
        }
        JsonFields provenance = JsonFields.read(folder.provenance(), GrowthException.Kind.CHECKPOINT);
        JsonNode start = provenance.value("starts").path(0);
        Map<String, String> machine = strings(start.path("machine"), "");
        machine.putAll(strings(start.path("engine"), "engine."));
        Map<String, String> plugins = new TreeMap<>();
        start.path("plugins").fields().forEachRemaining(p -> plugins.put(p.getKey(), p.getValue().path("sha256").asText()));
        return new RunFacts(settings, strings(provenance.value("data"), ""), machine, strings(start.path("bundles"), ""), plugins,
                start.path("time").asText());
    }

    private static String text(RunFolder folder) {
        try {
            return Files.readString(folder.runFile());
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, folder.runFile() + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static Map<String, String> strings(JsonNode object, String before) {
        Map<String, String> strings = new TreeMap<>();
        object.fields().forEachRemaining(field -> strings.put(before + field.getKey(), field.getValue().asText()));
        return strings;
    }

    private static void flatten(String path, YamlValue value, Map<String, String> settings) {
        if (value instanceof YamlValue.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> flatten(path.isEmpty() ? key : path + "." + key, entry.value(), settings));
        } else {
            settings.put(path, words(value));
        }
    }

    private static String words(YamlValue value) {
        if (value instanceof YamlValue.Scalar scalar) {
            return scalar.text();
        }
        if (value instanceof YamlValue.Sequence sequence) {
            return sequence.items().stream().map(RunFacts::words).collect(Collectors.joining(", ", "[", "]"));
        }
        return ((YamlValue.Mapping) value).entries().entrySet().stream().map(e -> e.getKey() + ": " + words(e.getValue().value()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
