package growth.runtime.checkpoint;

import growth.api.GrowthException;
import growth.formats.folder.WholeFile;
import growth.formats.huggingface.HuggingFaceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the model that a folder on a command line means: the folder itself, the newest checkpoint of a run's folder, or the snapshot of a
 * model in Hugging Face's cache.
 */
public final class ModelLocation {
    private static final String SNAPSHOTS = "snapshots";

    private ModelLocation() {
    }

    /**
     * Returns the folder with the model.
     *
     * @param folder a folder with a model, a run's, or {@code models--OWNER--NAME} of a cache or its {@code snapshots}
     */
    public static Path of(Path folder) {
        if (Files.exists(folder.resolve(HuggingFaceConfig.FILE))) {
            return folder;
        }
        List<Path> checkpoints = new CheckpointStore(folder.resolve("checkpoints"), 1).newestFirst();
        return checkpoints.isEmpty() ? snapshot(folder).orElse(folder) : checkpoints.get(0);
    }

    /** The one that {@code refs/main} names, or the only one. */
    private static Optional<Path> snapshot(Path folder) {
        Path snapshots = folder.endsWith(SNAPSHOTS) ? folder : folder.resolve(SNAPSHOTS);
        if (!Files.isDirectory(snapshots)) {
            return Optional.empty();
        }
        Path main = snapshots.resolveSibling("refs").resolve("main");
        try (Stream<Path> entries = Files.list(snapshots)) {
            String named = Files.exists(main) ? WholeFile.text(main, WholeFile.SMALL).strip() : "";
            List<Path> models = entries.filter(path -> Files.exists(path.resolve(HuggingFaceConfig.FILE))).toList();
            return models.stream().filter(path -> models.size() == 1 || path.getFileName().toString().equals(named)).findFirst();
        } catch (IOException e) {
            // whoever reads the folder itself says what is wrong with it
            return Optional.empty();
        }
    }

    /**
     * Returns whether a run saved it. This does not read the state, which may be of another version.
     *
     * @param model a folder with a model
     */
    public static boolean ofRun(Path model) {
        return Files.exists(model.resolve(CheckpointManifest.FILE));
    }

    /**
     * Returns the state of the run it was saved in, if it is a checkpoint of one.
     *
     * @param model a folder with a model
     * @throws GrowthException (CHECKPOINT) if the state is damaged
     */
    public static Optional<RunState> run(Path model) {
        return ofRun(model) ? Optional.of(CheckpointManifest.read(model).run()) : Optional.empty();
    }
}
