package growth.runtime.checkpoint;

import growth.api.GrowthException;
import growth.formats.huggingface.HuggingFaceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds the model that a folder on a command line means: the folder itself, or the newest checkpoint of a run's folder. */
public final class ModelLocation {
    private ModelLocation() {
    }

    /**
     * @param folder a folder with a model, or a run's
     * @return the folder with the model
     */
    public static Path of(Path folder) {
        if (Files.exists(folder.resolve(HuggingFaceConfig.FILE))) {
            return folder;
        }
        List<Path> checkpoints = new CheckpointStore(folder.resolve("checkpoints"), 1).newestFirst();
        return checkpoints.isEmpty() ? folder : checkpoints.get(0);
    }

    /**
     * @param model a folder with a model
     * @return the state of the run it was saved in, if it is a checkpoint of one
     * @throws GrowthException (CHECKPOINT) if the state is damaged
     */
    public static Optional<RunState> run(Path model) {
        return Files.exists(model.resolve(CheckpointManifest.FILE)) ? Optional.of(CheckpointManifest.read(model).run()) : Optional.empty();
    }
}
