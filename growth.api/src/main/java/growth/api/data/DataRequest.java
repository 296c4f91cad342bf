package growth.api.data;

import growth.api.model.Family;
import growth.api.options.Options;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A request to open a data source.
 *
 * @param options the source's options
 * @param base    folder that relative paths start from
 * @param cache   folder for tokenised or decoded copies; made when needed
 * @param model   what the model takes
 * @param seed    seed of the order and of everything random
 * @param log     takes lines about slow work, such as training a tokenizer, and warnings
 */
public record DataRequest(Options options, Path base, Path cache, Model model, long seed, Consumer<String> log) {
    /**
     * What a model takes.
     *
     * @param family  its architecture: causal models get the next token as label, {@code bert} masked tokens, {@code vit} images
     * @param context longest sequence in tokens; 0 for images
     * @param image   height and width in pixels of the largest images; 0 for text
     * @param ids     token ids it has, which must cover those of the data; 0 if it has as many as the data
     */
    public record Model(Family family, int context, int image, int ids) {
        /** Returns a model of token sequences that has as many token ids as the data. */
        public static Model tokens(Family family, int context) {
            return new Model(family, context, 0, 0);
        }
    }

    /** Returns the same request with another receiver of log lines. */
    public DataRequest withLog(Consumer<String> taker) {
        return new DataRequest(options, base, cache, model, seed, taker);
    }
}
