package growth.runtime.disk;

import growth.api.GrowthException;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Writes the model of a checkpoint into a folder of its own, without what only a run needs. */
@ProviderType
public interface CheckpointExporter {
    /**
     * Returns the folder that the model was taken from.
     *
     * @param from    a folder with a model, or a run's
     * @param to      the folder to write; must not exist
     * @param average decay of the moving average that is written in place of the parameters; empty: the parameters
     * @throws GrowthException (CHECKPOINT or CONFIGURATION) in one line; nothing is then written
     */
    Path export(Path from, Path to, Optional<String> average);
}
