package growth.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.formats.json.JsonFields;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunRecords;
import growth.runtime.metrics.RunMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run's folder tells of the run.
 *
 * @param name    the run's name
 * @param metrics its record
 * @param runFile text of its run file as resolved
 * @param starts  the starts of its provenance; empty if nothing tells
 * @param data    facts about its data
 * @param remarks what could not be read, one line each
 */
public record RunRecord(String name, RunMetrics metrics, Optional<String> runFile, List<JsonNode> starts, JsonNode data,
        List<String> remarks) {
    public RunRecord {
        starts = List.copyOf(starts);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a run's folder; what cannot be read of its other files is remarked upon.
     *
     * @throws GrowthException (DATA) if it has no metrics that can be read
     */
    public static RunRecord read(Path path) {
        RunFolder folder = new RunFolder(path);
        RunMetrics metrics = RunMetrics.read(folder.metrics());
        List<String> remarks = new ArrayList<>(metrics.remarks());
        Optional<String> runFile = Optional.empty();
        List<JsonNode> starts = new ArrayList<>();
        JsonNode data = MissingNode.getInstance();
        try {
            runFile = Files.exists(folder.runFile()) ? Optional.of(RunRecords.text(folder.runFile())) : Optional.empty();
        } catch (GrowthException e) {
            remarks.add(e.getMessage());
        }
        try {
            if (Files.exists(folder.provenance())) {
                JsonFields provenance = JsonFields.read(folder.provenance(), Kind.CHECKPOINT);
                provenance.value("starts").forEach(starts::add);
                data = provenance.value("data");
            }
        } catch (GrowthException e) {
            remarks.add(e.getMessage());
        }
        Path last = path.toAbsolutePath().normalize().getFileName();
        String name = metrics.starts().stream().map(start -> start.name()).reduce((first, second) -> second)
                .orElse(last == null ? path.toString() : last.toString());
        return new RunRecord(name, metrics, runFile, starts, data, remarks);
    }

    /** Returns whether the run counts images instead of tokens. */
    boolean images() {
        return metrics.stages().stream().anyMatch(stage -> stage.shape().startsWith(Family.VIT.id() + " "));
    }
}
