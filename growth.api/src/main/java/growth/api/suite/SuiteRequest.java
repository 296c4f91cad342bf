package growth.api.suite;

import growth.api.data.Tokenizer;
import growth.api.options.Options;
import growth.api.random.SplitMix;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A request to declare tasks.
 *
 * @param options    the suite's options
 * @param base       folder that relative paths start from
 * @param tokenizer  the model's; empty if its data are token ids of which nobody knows the text. Only {@link SuiteExample.Tokens} can be
 *                   asked then
 * @param vocabulary token ids that the model knows
 * @param context    most tokens of an example, prompt and answer together. The framework leaves out shots that do not fit, so a suite
 *                   need not count
 * @param seed       seed of everything random
 */
public record SuiteRequest(Options options, Path base, Optional<Tokenizer> tokenizer, int vocabulary, int context, long seed) {
    public SuiteRequest {
        Objects.requireNonNull(options);
        Objects.requireNonNull(base);
        Objects.requireNonNull(tokenizer);
        if (vocabulary < 1 || context < 2) {
            throw new IllegalArgumentException("a model has token ids and room for at least 2 tokens, not " + vocabulary + " ids and "
                    + context + " tokens");
        }
    }

    /**
     * Returns a generator for one example, which does not depend on how many others there are.
     *
     * @param task  the task's name
     * @param index number of the example in its task, from 0
     */
    public SplittableRandom generator(String task, long index) {
        return SplitMix.generator(seed, task, index);
    }
}
