package growth.data.masking;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.api.random.SplitMix;
import growth.data.LazyBatches;
import growth.data.masking.Masking.MaskedRow;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToLongFunction;

/**
 * The windows of other data with masked tokens: same windows, same order, same cursor. The choice in a training row follows from the seed
 * and the place of its window, anew in every pass; validation rows are masked alike at all times and for all seeds.
 */
public final class MaskedDataset implements Dataset {
    private final Dataset causal;
    private final Masking masking;
    private final long seed;

    /**
     * Masks a dataset.
     *
     * @param causal  token sequences whose labels are the next tokens; closed with this
     * @param masking what is masked
     * @param seed    decides what is masked in training
     */
    public MaskedDataset(Dataset causal, Masking masking, long seed) {
        this.causal = causal;
        this.masking = masking;
        this.seed = seed;
    }

    @Override
    public int vocabulary() {
        return causal.vocabulary();
    }

    @Override
    public double scoredShare() {
        return masking.probability();
    }

    @Override
    public long tokensPerEpoch() {
        return causal.tokensPerEpoch();
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return causal.tokenizer();
    }

    /** A window's number goes on counting behind the end of a pass, so that the rows of one batch never share a key. */
    @Override
    public Batch next(int rows, View view) {
        Cursor place = causal.cursor();
        return masked(causal.next(rows, view), row -> SplitMix.seed(seed, "masking", place.epoch(), place.window() + row));
    }

    @Override
    public Cursor cursor() {
        return causal.cursor();
    }

    @Override
    public void seek(Cursor cursor) {
        causal.seek(cursor);
    }

    @Override
    public long validationRows() {
        return causal.validationRows();
    }

    /** A row's gaps follow from its number among all validation rows, so they are the same in batches of any size. */
    @Override
    public List<Batch> validation(View view, long most, int rows) {
        List<Batch> plain = causal.validation(view, most, rows);
        return new LazyBatches(plain.size(),
                i -> masked(plain.get(i), row -> SplitMix.seed(0, "validation masking", (long) i * rows + row)));
    }

    private Batch.Tokens masked(Batch batch, IntToLongFunction key) {
        Batch.Tokens tokens = (Batch.Tokens) batch;
        int length = tokens.sequence();
        int[] inputs = new int[tokens.inputs().length];
        int[] labels = new int[inputs.length];
        Arrays.fill(labels, Batch.IGNORED);
        for (int row = 0; row < tokens.rows(); row++) {
            int from = row * length;
            int end = from + length;
            // padding stands behind the tokens
            while (tokens.attentionMask().length > 0 && end > from && !tokens.attentionMask()[end - 1]) {
                end--;
            }
            MaskedRow gaps = masking.apply(Arrays.copyOfRange(tokens.inputs(), from, end), key.applyAsLong(row));
            System.arraycopy(gaps.inputs(), 0, inputs, from, end - from);
            System.arraycopy(gaps.labels(), 0, labels, from, end - from);
        }
        return new Batch.Tokens(tokens.rows(), length, inputs, labels, tokens.attentionMask(), tokens.tokenTypes());
    }

    @Override
    public OptionalDouble validationBytesPerToken() {
        // a masked token is guessed from both sides: its loss is no code length
        return OptionalDouble.empty();
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> facts = new LinkedHashMap<>(causal.provenance());
        facts.put("masking", masking.probability() + (masking.words().isPresent() ? " of the tokens, whole words" : " of the tokens")
                + ", mask id " + masking.mask());
        return facts;
    }

    @Override
    public void close() {
        causal.close();
    }
}
