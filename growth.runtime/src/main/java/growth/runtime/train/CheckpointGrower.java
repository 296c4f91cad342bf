package growth.runtime.train;

import growth.api.options.ShapeChange;
import growth.api.training.GrowthReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Grows checkpoints on disk, without training. */
public interface CheckpointGrower {
    /**
     * @param from     a folder with config.json and model.safetensors
     * @param to       the folder to write; must not exist
     * @param operator the operator's name
     * @param shape    what the grown shape changes
     * @param options  the operator's options as {@code name=value}
     * @param seed     seed of everything random
     * @return what was done; data-dependent measurements are NaN
     */
    GrowthReport grow(Path from, Path to, String operator, ShapeChange shape, List<String> options, long seed);

    /** @return the shape and facts of a checkpoint folder, name → value */
    Map<String, String> describe(Path folder);
}
