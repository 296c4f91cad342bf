package growth.runtime.evaluation;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.Family;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Counts the UTF-8 bytes of the text that a model predicts, by which losses of different tokenizers are compared: bits per byte =
 * loss / ln 2 · labels / bytes (Gao et al. 2020, The Pile, section 3.1). Where the tokenizer tells the bytes of each token, the bytes are
 * those of the scored labels themselves; otherwise the labels count as so many bytes as a token of the validation text has on average.
 *
 * <p>For causal models alone: a masked token is guessed from both sides, so its loss is no code length.
 */
public final class LabelBytes {
    private final Optional<int[]> byId;
    private final Supplier<OptionalDouble> average;
    private OptionalDouble known = OptionalDouble.empty();
    private boolean asked;

    private LabelBytes(Optional<int[]> byId, Supplier<OptionalDouble> average) {
        this.byId = byId;
        this.average = average;
    }

    /** Returns what counts the bytes of the validation data for a model of that family. */
    public static LabelBytes of(Dataset dataset, Family family) {
        return family.causal() ? new LabelBytes(dataset.tokenizer().flatMap(Tokenizer::tokenBytes), dataset::validationBytesPerToken)
                : none();
    }

    /** Returns what counts nothing, for data that are no text. */
    public static LabelBytes none() {
        return new LabelBytes(Optional.empty(), OptionalDouble::empty);
    }

    /** Returns the bytes of the scored labels of a batch; NaN if they are not known. */
    public double of(Batch batch) {
        double sum = 0;
        for (int label : BatchCost.labels(batch)) {
            sum += label == Batch.IGNORED ? 0 : bytes(label);
        }
        return sum;
    }

    private double bytes(int label) {
        if (byId.isPresent()) {
            return label < byId.get().length ? byId.get()[label] : Double.NaN;
        }
        if (!asked) {
            // Counted in the text itself, which may be long: once, and only if it is needed.
            known = average.get();
            asked = true;
        }
        return known.orElse(Double.NaN);
    }

    /**
     * Returns bits per byte.
     *
     * @param loss   mean over the scored labels, in nats
     * @param scored scored labels
     * @param bytes  theirs, added up over batches; NaN if they are not known
     */
    public static OptionalDouble bits(double loss, long scored, double bytes) {
        return bytes > 0 ? OptionalDouble.of(loss / Math.log(2) * scored / bytes) : OptionalDouble.empty();
    }
}
