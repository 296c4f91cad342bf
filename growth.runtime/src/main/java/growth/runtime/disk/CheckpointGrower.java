package growth.runtime.disk;

import growth.runtime.engine.EngineChoice;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Grows checkpoints on disk, without training. */
@ProviderType
public interface CheckpointGrower {
    /**
     * Grows a model folder into another one. The new folder has the old one's configuration, changed where the growth changes it, its files
     * for other software, and its tensors outside the model, grown as the model is.
     *
     * @return what was done
     * @throws growth.api.GrowthException (CONFIGURATION) if the growth makes no sense, (CHECKPOINT) if a folder cannot be read or written,
     *     or a weight is no finite number or would overflow in the type it shall be written in
     */
    GrownCheckpoint grow(CheckpointGrowth growth);

    /** Returns a grower that measures with that engine how much a growth changes a model's answers. */
    CheckpointGrower on(EngineChoice engine);

    /** Returns the shape and facts of a checkpoint folder, name → value. */
    Map<String, String> describe(Path folder);
}
