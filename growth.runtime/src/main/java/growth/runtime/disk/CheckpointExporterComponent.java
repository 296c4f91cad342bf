package growth.runtime.disk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelState;
import growth.formats.folder.AtomicFolder;
import growth.formats.folder.IoReason;
import growth.formats.huggingface.ModelFolder;
import growth.formats.json.PrettyJson;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.checkpoint.ModelLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Copies what other software reads of a checkpoint; averages are written as its weights. */
@Component
public final class CheckpointExporterComponent implements CheckpointExporter {
    private static final String PROVENANCE = "provenance.json";
    /** The files that only a run needs. */
    private static final Set<String> OF_RUNS = Set.of("state.json", "optimizer.safetensors", "run.yaml", PROVENANCE);
    private static final String WEIGHTS = "model.*\\.safetensors(\\.index\\.json)?";

    @Override
    public Path export(Path from, Path to, Optional<String> average) {
        if (Files.exists(to)) {
            throw new GrowthException(Kind.CONFIGURATION, to + ": already exists; choose another folder with --to");
        }
        Path folder = ModelLocation.of(from);
        ModelFolder.shape(folder);
        try (AtomicFolder target = AtomicFolder.begin(to)) {
            if (average.isPresent()) {
                try (ModelState averaged = Checkpoint.average(folder, average.get())) {
                    ModelFolder.write(target, averaged);
                }
            }
            for (Path file : files(folder)) {
                String name = file.getFileName().toString();
                if (!OF_RUNS.contains(name) && !(average.isPresent() && name.matches(WEIGHTS))) {
                    target.writeAt(name, copy -> copy(file, copy));
                }
            }
            ObjectNode origin = JsonNodeFactory.instance.objectNode().put("exported_from", folder.toString());
            average.ifPresent(decay -> origin.put("average", decay));
            target.write(PROVENANCE, PrettyJson.of(origin));
            target.commit();
        }
        return folder;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /** The checkpoint's own configuration replaces the one that is written with averages: it tells more, such as names of labels. */
    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
