package growth.api.data;

import growth.api.model.Family;
import growth.api.options.Options;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a data source is asked to open.
 *
 * @param options the source's options
 * @param base    folder that relative paths start from
 * @param cache   folder for tokenised or decoded copies; made when needed
 * @param family  the model's architecture: causal models get the next token as label, {@code bert} masked tokens, {@code vit} images
 * @param context longest sequence in tokens the model takes; 0 for images
 * @param image   height and width in pixels of the largest images the model takes; 0 for text
 * @param seed    seed of the order and of everything random
 * @param log     takes lines about slow work, such as training a tokenizer, and warnings
 * @param ids     token ids the model has, which must do for the data; 0 if the model has as many as the data
 */
public record DataRequest(Options options, Path base, Path cache, Family family, int context, int image, long seed, Consumer<String> log,
        int ids) {
    /** A request for a model that has as many token ids as the data. */
    public DataRequest(Options options, Path base, Path cache, Family family, int context, int image, long seed, Consumer<String> log) {
        this(options, base, cache, family, context, image, seed, log, 0);
    }

    /** @return the same request with another taker of lines */
    public DataRequest withLog(Consumer<String> taker) {
        return new DataRequest(options, base, cache, family, context, image, seed, taker, ids);
    }

    /** A request for causal language data. */
    public DataRequest(Options options, Path base, Path cache, int context, long seed, Consumer<String> log) {
        this(options, base, cache, Family.LLAMA, context, 0, seed, log);
    }
}
