package growth.runtime.train;

import growth.api.algebra.ParameterInitializer;
import growth.api.model.ModelState;
import growth.formats.huggingface.ModelFolder;
import growth.formats.huggingface.ModelWeights;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.SeedPurpose;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The model a run begins with. */
final class StartingModel {
    private StartingModel() {
    }

    /** @return random parameters of the schedule's first shape, or those of the folder that the run file names, which has been checked */
    static ModelState of(PreparedRun run) {
        Optional<Path> start = run.run().model().start();
        return start.map(folder -> run.run().model().startOptimizer() ? remembering(run, folder) : ModelFolder.read(folder, DataType.FLOAT))
                .orElseGet(() -> ParameterInitializer.initialize(run.schedule().start(), SeedPurpose.PARAMETERS.seed(run.run().seed())));
    }

    /** @return a line about tensors of that folder that training would leave behind, such as a pooler, if there are any */
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
}
