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
     * Share of the tokens that masked language models predict unless the data say otherwise (Devlin et al. 2019, section 3.1); costs are
     * estimated with it where there are no data yet.
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
     * Takes the next training batch and moves the cursor on.
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
     * Lists the first validation sequences or images: always the same ones in the same order, whatever the number of batches. The list may
     * make each batch on demand, so that long data need not be held in memory: read the batches one after the other.
     *
     * @param view the size of each; shorter sequences are the beginnings of the same ones
     * @param most largest number of sequences or images; fewer if the data have fewer
     * @param rows sequences or images per batch; the last batch may have fewer
     */
    List<Batch> validation(View view, long most, int rows);

    /**
     * Returns the UTF-8 bytes of the validation text per token, which convert a loss per token to one per byte; empty if the data are not
     * text or the number is not known.
     */
    default OptionalDouble validationBytesPerToken() {
        return OptionalDouble.empty();
    }

    /** Returns facts for the run's provenance: files, sizes, hashes, the tokenizer's origin. */
    Map<String, String> provenance();

    @Override
    void close();
}
