package growth.api.data;

import growth.api.options.Options;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a data source is asked to open.
 *
 * @param options the source's options
 * @param base    folder that relative paths start from
 * @param cache   folder for tokenised or decoded copies; made when needed
 * @param context longest sequence in tokens the model takes; 0 for images
 * @param seed    seed of the order and of everything random
 * @param log     takes lines about slow work, such as training a tokenizer
 */
public record DataRequest(Options options, Path base, Path cache, int context, long seed, Consumer<String> log) {
}
