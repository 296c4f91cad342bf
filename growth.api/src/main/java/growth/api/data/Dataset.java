package growth.api.data;

import growth.api.model.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Training and validation data of one run. The same seed and cursor give the same batches; training and validation data are disjoint.
 * Used by one thread.
 */
@ConsumerType
public interface Dataset extends AutoCloseable {
    /**
     * Share of the tokens that masked language models are asked for unless the data say otherwise (Devlin et al. 2019, section 3.1); the
     * share that costs are reckoned with where there are no data yet.
     */
    double MASKED_SHARE = 0.15;

    /** Returns the number of token ids the model must know; 0 for images. */
    int vocabulary();

    /** Returns the number of labels of a classifier; 0 for text. */
    default int labels() {
        return 0;
    }

    /** Returns the names of the labels by number; empty for text, or where they have none. */
    default List<String> labelNames() {
        return List.of();
    }

    /** Returns the share of the positions whose label is scored; less than 1 for masked language models. */
    default double scoredShare() {
        return 1;
    }

    /** Returns whether some batches have padding, which not every view can do with. */
    default boolean padded() {
        return false;
    }

    /** Returns the number of tokens (images) of one pass over the training data. */
    long tokensPerEpoch();

    /** Returns the tokenizer, if the data are text. */
    Optional<Tokenizer> tokenizer();

    /**
     * The next training batch; the cursor moves on.
     *
     * @param rows sequences or images
     * @param view the size of each
     */
    Batch next(int rows, View view);

    /** Returns the place in the training data. */
    Cursor cursor();

    /** Goes to a place in the training data. */
    void seek(Cursor cursor);

    /** Returns the number of validation sequences or images; {@link Long#MAX_VALUE} if they never end. */
    long validationRows();

    /**
     * The first validation sequences or images, always the same ones in the same order, in however many batches they come. The list may
     * make each batch when it is asked for, so that long data need not be held in memory: who reads it takes one after the other.
     *
     * @param view the size of each; shorter sequences are the beginnings of the same ones
     * @param most how many sequences or images at most; fewer if there are fewer
     * @param rows sequences or images per batch; the last batch may have fewer
     */
    List<Batch> validation(View view, long most, int rows);

    /**
     * Returns the UTF-8 bytes of the validation text per token, by which a loss per token becomes one per byte; empty if the data are no
     * text or that is not known.
     */
    default OptionalDouble validationBytesPerToken() {
        return OptionalDouble.empty();
    }

    /** Returns facts for the run's provenance: files, sizes, hashes, the tokenizer's origin. */
    Map<String, String> provenance();

    @Override
    void close();
}
