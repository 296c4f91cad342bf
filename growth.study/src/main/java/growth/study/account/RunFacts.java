package growth.study.account;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.formats.json.JsonFields;
import growth.runtime.config.DottedValues;
import growth.runtime.folder.RunFolder;
import growth.runtime.run.EngineKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run's files tell of how it was made. What a file does not tell is left out.
 *
 * @param settings of {@code run.yaml}: dotted path → value
 * @param data     facts about the data
 * @param machine  facts about the machine, and about the engine with {@code engine.} before their names
 * @param versions symbolic name → version of everything installed
 * @param plugins  kind and name of what the run used → hash of its code
 * @param begun    when it was begun; empty if that is not known
 */
public record RunFacts(Map<String, String> settings, Map<String, String> data, Map<String, String> machine, Map<String, String> versions,
        Map<String, String> plugins, Optional<Instant> begun) {
    /** Nothing is known. */
    public static final RunFacts NONE = new RunFacts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty());

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
        Map<String, String> settings = Files.exists(folder.runFile())
                ? EngineKeys.moved(DottedValues.of(folder.runFile().toString(), text(folder)))
                : Map.of();
        if (!Files.exists(folder.provenance())) {
            return new RunFacts(settings, Map.of(), Map.of(), Map.of(), Map.of(), Optional.empty());
        }
        JsonFields provenance = JsonFields.read(folder.provenance(), GrowthException.Kind.CHECKPOINT);
        JsonNode start = provenance.value("starts").path(0);
        Map<String, String> machine = strings(start.path("machine"), "");
        machine.putAll(strings(start.path("engine"), "engine."));
        Map<String, String> plugins = new TreeMap<>();
        start.path("plugins").fields().forEachRemaining(p -> plugins.put(p.getKey(), p.getValue().path("sha256").asText()));
        return new RunFacts(settings, strings(provenance.value("data"), ""), machine, strings(start.path("bundles"), ""), plugins,
                instant(start.path("time").asText()));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String text(RunFolder folder) {
        try {
            return WholeFile.text(folder.runFile(), WholeFile.SMALL);
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, folder.runFile() + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    private static Map<String, String> strings(JsonNode object, String before) {
        Map<String, String> strings = new TreeMap<>();
        object.fields().forEachRemaining(field -> strings.put(before + field.getKey(), field.getValue().asText()));
        return strings;
    }
}
