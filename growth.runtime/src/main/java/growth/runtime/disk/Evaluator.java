package growth.runtime.disk;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.suite.SuiteResult;
import growth.api.training.Classes;
import growth.runtime.engine.EngineChoice;
import growth.runtime.run.EvaluationSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/** Evaluates checkpoints. An evaluation ends between two batches if its thread is interrupted. */
@ProviderType
public interface Evaluator {
    /**
     * @param family       the model's architecture
     * @param loss         mean loss in nats per scored label
     * @param scored       scored labels
     * @param correct      scored labels to which the model gives the highest logit
     * @param tokens       tokens (images) read
     * @param seconds      time spent
     * @param bitsPerByte  bits per UTF-8 byte of the text of the scored labels: loss / ln 2 · labels / bytes (Gao et al. 2020, The Pile,
     *                     section 3.1), which can be compared between tokenizers; for text under causal models
     * @param classes      how images were sorted, for classifiers
     */
    record Evaluated(Family family, double loss, long scored, long correct, long tokens, double seconds, OptionalDouble bitsPerByte,
            Optional<Classes> classes) {
        /** Returns the exponential of the loss. */
        public double perplexity() {
            return Math.exp(loss);
        }

        /** Returns the share of scored labels to which the model gives the highest logit. */
        public double accuracy() {
            return correct / (double) scored;
        }
    }

    /**
     * What a checkpoint is evaluated on.
     *
     * @param files         text files, for vision models folders or archives of images with a folder per label
     * @param rows          sequences or images computed at once
     * @param context       tokens per sequence; empty: the model's context, of which a checkpoint that is none of a run gets at most
     *                      {@value #MOST_CONTEXT}
     * @param size          how much, from the beginning, in whole sequences, as a run evaluates; empty: everything, the rest in a shorter
     *                      one
     * @param specialTokens whether each sequence stands between the special tokens that the tokenizer's own post-processor adds; empty: as
     *                      the checkpoint was trained, which is without for those of runs, and otherwise with them
     * @param field         field of JSON records, or column of Parquet, that is the text; empty: the data source's usual one
     * @param top           how many of the highest logits top-N accuracy of a classifier looks at; empty: five
     */
    record DataToEvaluate(List<Path> files, int rows, Optional<Integer> context, Optional<EvaluationSize> size,
            Optional<Boolean> specialTokens, Optional<String> field, Optional<Integer> top) {
        /** The longest sequence used by default. */
        public static final int MOST_CONTEXT = 4096;

        public DataToEvaluate {
            files = List.copyOf(files);
        }
    }

    /**
     * One batch from a safetensors file.
     *
     * @param file        {@code input_ids} and {@code labels}, perhaps {@code attention_mask} and {@code token_type_ids}; or {@code
     *                    pixel_values} and {@code labels}
     * @param shiftLabels whether labels are those of transformers' causal models, which shifts them: the label of a position becomes that
     *                    of the position before
     * @param write       where to write logits and gradients ({@code logits}, {@code grad.NAME}), if anywhere
     */
    record BatchToEvaluate(Path file, boolean shiftLabels, Optional<Path> write) {
    }

    /**
     * A suite of tasks, by its name.
     *
     * @param name          the suite's name
     * @param settings      {@code option=value}, values as in run files
     * @param base          folder that relative paths of options start from
     * @param rows          sequences computed at once
     * @param seed          seed of the examples; empty: that of runs which name none
     * @param specialTokens whether each text stands behind the special tokens that the tokenizer's own post-processor puts before a text;
     *                      empty: as the checkpoint was trained
     */
    record SuiteToEvaluate(String name, List<String> settings, Path base, int rows, OptionalLong seed, Optional<Boolean> specialTokens) {
        public SuiteToEvaluate {
            settings = List.copyOf(settings);
        }
    }

    /** Receives warnings and progress of an evaluation. */
    interface Watch {
        /** Takes a line that the user should know of. */
        void warn(String line);

        /**
         * Takes how far the evaluation has come.
         *
         * @param done  tokens (images) read
         * @param total all there are
         * @param loss  mean loss so far; NaN if it is not known
         */
        void progress(long done, long total, double loss);
    }

    /**
     * Loss on data: text, tokenised with the checkpoint's tokenizer, of masked tokens for models that are trained on those; for vision
     * models images.
     *
     * @throws GrowthException (CHECKPOINT, DATA or CONFIGURATION) in one line
     */
    Evaluated data(Path checkpoint, DataToEvaluate data, Watch watch);

    /**
     * Scores on a suite of tasks, as a run scores its model.
     *
     * @throws GrowthException (CHECKPOINT, CONFIGURATION, MISSING_PLUGIN or FAILING_PLUGIN) in one line
     */
    SuiteResult suite(Path checkpoint, SuiteToEvaluate suite, Watch watch);

    /**
     * Returns an evaluator of that average in place of the parameters.
     *
     * @param decay of a moving average of the parameters, as the run file has it
     */
    Evaluator ofAverage(String decay);

    /** Returns an evaluator that computes with that engine. */
    Evaluator on(EngineChoice engine);

    /**
     * Loss on one batch.
     *
     * @throws GrowthException (CHECKPOINT, DATA or CONFIGURATION) in one line
     */
    Evaluated batch(Path checkpoint, BatchToEvaluate batch, Watch watch);
}
