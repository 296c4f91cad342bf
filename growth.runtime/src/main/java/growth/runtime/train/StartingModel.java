package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.algebra.ParameterInitializer;
import growth.api.model.ModelState;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import growth.formats.huggingface.ModelFolder;
import growth.formats.huggingface.ModelWeights;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The model a run begins with, and what the run writes down of it beside its data: a run that goes on has its own. */
final class StartingModel {
    /** The checkpoint that a branch goes on from. */
    static final String BRANCH = "branch";
    private static final String NAME = "model.start";
    private static final PathMatcher MODEL = FileSystems.getDefault().getPathMatcher("glob:{config.json,model*.safetensors}");

    private StartingModel() {
    }

    /** Returns random parameters of the schedule's first shape, or those of the folder that the run file names, which has been checked. */
    static ModelState of(PreparedRun run) {
        Optional<Path> start = run.run().model().start();
        return start.map(folder -> run.run().model().startOptimizer() ? remembering(run, folder) : ModelFolder.read(folder, DataType.FLOAT))
                .orElseGet(() -> ParameterInitializer.initialize(run.schedule().start(), SeedPurpose.PARAMETERS.seed(run.run().seed())));
    }

    /** Returns a line about tensors of that folder that training would leave behind, such as a pooler, if there are any. */
    static Optional<String> leftOut(PreparedRun run) {
        return run.run().model().start().flatMap(folder -> {
            try (ModelWeights weights = ModelWeights.open(folder)) {
                Set<String> names = weights.outside().keySet();
                return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names) + " of " + folder
                        + " do not learn with the model, so the run's checkpoints leave them out");
            }
        });
    }

    /** The model with all its optimizer remembers, and those averages that the run keeps too. */
    private static ModelState remembering(PreparedRun run, Path folder) {
        ModelState saved = Checkpoint.open(folder).model();
        Map<String, Map<String, INDArray>> kept = new LinkedHashMap<>(saved.averages());
        kept.keySet().retainAll(run.run().training().averagesByName().keySet());
        saved.averages().forEach((name, values) -> {
            if (!kept.containsKey(name)) {
                values.values().forEach(INDArray::close);
            }
        });
        return new ModelState(saved.shape(), saved.parameters(), saved.optimizer(), kept, saved.gates());
    }

    /**
     * Returns facts about the folder; none if there is no such folder.
     *
     * @throws GrowthException (CHECKPOINT) if its files cannot be read
     */
    static Map<String, String> facts(Optional<Path> start) {
        return start.filter(Files::isDirectory).map(StartingModel::facts).orElseGet(Map::of);
    }

    private static Map<String, String> facts(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> model = files.filter(file -> MODEL.matches(file.getFileName())).sorted().toList();
            String[] hashes = new String[model.size()];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = Sha256.of(model.get(i));
            }
            return Map.of(NAME, folder.toString(), NAME + ".sha256", Sha256.of(List.of(hashes)));
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    /** Returns those of the facts that are about what the run started from. */
    static Map<String, String> factsAmong(Map<String, String> facts) {
        Map<String, String> start = new LinkedHashMap<>(facts);
        start.keySet().removeIf(name -> !name.startsWith(NAME) && !name.equals(BRANCH));
        return start;
    }
}
