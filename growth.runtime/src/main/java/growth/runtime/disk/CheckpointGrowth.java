package growth.runtime.disk;

import growth.api.options.ShapeChange;
import growth.formats.safetensors.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An order to grow a checkpoint on disk.
 *
 * @param from     a folder with config.json and model.safetensors
 * @param to       the folder to write; must not exist
 * @param operator the operator's name
 * @param shape    what the grown shape changes
 * @param options  the operator's options as {@code name=value}
 * @param seed     seed of everything random
 * @param type     F32, BF16 or F16, in which every tensor is written; empty: each in the type it has
 */
public record CheckpointGrowth(Path from, Path to, String operator, ShapeChange shape, List<String> options, long seed,
        Optional<TensorType> type) {
    public CheckpointGrowth {
        options = List.copyOf(options);
    }
}
