package growth.runtime.sample;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.runtime.engine.EngineChoice;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Draws texts from models on disk. Drawing ends between two tokens if its thread is interrupted. */
@ProviderType
public interface Sampler {
    /**
     * The model to sample.
     *
     * @param checkpoint    a folder with a model, or a run's
     * @param average       decay of the moving average that takes the place of the parameters; empty: the parameters
     * @param specialTokens whether the prompt stands behind what the tokenizer's own post-processor puts before a text; empty: as the
     *                      model was trained, which is without for checkpoints of runs, and otherwise with it
     * @param cached        whether keys and values of what has been read are kept; texts are the same either way
     */
    record ModelToSample(Path checkpoint, Optional<String> average, Optional<Boolean> specialTokens, boolean cached) {
    }

    /**
     * How much is drawn.
     *
     * @param tokens most tokens of each text
     * @param count  number of texts
     * @param seed   seed of what is random; the n-th text depends on it and on n, not on how many there are
     */
    record Amount(int tokens, int count, long seed) {
        /** All texts are in memory at once. */
        private static final int MOST_TEXTS = 65_536;

        /** @throws GrowthException (CONFIGURATION) if it is nothing */
        public Amount {
            if (tokens < 1 || count < 1) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, "the number of " + (count < 1 ? "texts" : "tokens")
                        + " must be at least 1, not " + (count < 1 ? count : tokens));
            }
            if (count > MOST_TEXTS) {
                throw new GrowthException(GrowthException.Kind.CONFIGURATION, "the number of texts must be at most " + MOST_TEXTS + ", not "
                        + count);
            }
        }
    }

    /** Hears of texts as they come. */
    interface Listener {
        /** Takes a line that the user should know of. */
        void warn(String line);

        /** Takes the prompt as text (its ids without a tokenizer), before any piece. */
        void begin(String prompt);

        /** Takes the next piece of a text. */
        void piece(int sample, String text);

        /** Takes that a text has ended. */
        void end(int sample);
    }

    /**
     * Returns the model's family, which decides between {@link #generate} and {@link #fill}.
     *
     * @throws GrowthException (CHECKPOINT) if the folder holds no model, (CONFIGURATION) if it is none of text
     */
    Family family(Path checkpoint);

    /** Returns a sampler that computes with that engine. */
    Sampler on(EngineChoice engine);

    /**
     * Draws texts that go on from a prompt.
     *
     * @throws GrowthException (CHECKPOINT, DATA or CONFIGURATION) in one line
     */
    Generated generate(ModelToSample model, Prompt prompt, Sampling sampling, Amount amount, Listener listener);

    /**
     * Finds tokens for the masks of a prompt, for models that were trained on masked tokens.
     *
     * @param candidates tokens for each mask
     * @throws GrowthException (CHECKPOINT, DATA or CONFIGURATION) in one line
     */
    Filled fill(ModelToSample model, Prompt prompt, int candidates);
}
