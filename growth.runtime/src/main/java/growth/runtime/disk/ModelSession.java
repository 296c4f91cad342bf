package growth.runtime.disk;

import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.formats.huggingface.ModelFolder;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.plugins.Catalogue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A model of a folder, to be computed as its run computes it: under the gates that it was saved with.
 *
 * @param catalogue where the engine is found
 * @param engine    what computes
 * @param folder    a folder with a model
 * @param average   decay of the moving average that takes the place of the parameters; empty: the parameters
 */
public record ModelSession(Catalogue catalogue, EngineChoice engine, Path folder, Optional<String> average) {
    /**
     * Does some work with the model.
     *
     * @param rows sequences or images of the largest batch
     * @return what the work returns
     * @throws growth.api.GrowthException (CHECKPOINT or CONFIGURATION) in one line if there is no such model
     */
    public <T> T with(int rows, Function<EngineSession, T> work) {
        try (LeasedEngine leased = LeasedEngine.of(catalogue, engine);
                ModelState model = average.map(decay -> Checkpoint.average(folder, decay))
                        .orElseGet(() -> ModelFolder.read(folder, DataType.FLOAT));
                EngineSession session = leased.placed().open(model.withGates(Checkpoint.gates(folder)), EngineOptions.of(0, rows, 0))) {
            return work.apply(session);
        }
    }
}
