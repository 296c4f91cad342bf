package growth.data.windows;

import static growth.api.GrowthException.Kind.CONFIGURATION;
import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.LazyBatches;
import growth.data.tokens.Tokens;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Token sequences for causal language models: every label is the next token. Training rows are shuffled {@link Windows}; a batch may
 * reach from the end of a pass into the next one, but holds no window of one pass twice. Validation rows are the windows of the
 * validation tokens side by side from the first token on; rows shorter than the context are the beginnings of the same windows.
 */
public final class WindowDataset implements Dataset {
    private final Windows windows;
    private final Tokens validation;
    private final Vocabulary vocabulary;
    private final Map<String, String> provenance;
    private final String place;
    private final List<AutoCloseable> resources;
    private Cursor cursor = Cursor.START;

    /**
     * @param tokens     training and validation tokens
     * @param context    longest sequence in tokens
     * @param seed       seed of the order
     * @param vocabulary what the tokens mean
     * @param provenance facts for the run's provenance
     * @param place      what errors about the training data begin with, e.g. {@code run.yaml:4: train}
     * @param resources  closed with the dataset, in this order
     */
    public WindowDataset(TokenSplit tokens, int context, long seed, Vocabulary vocabulary, Map<String, String> provenance, String place,
            List<AutoCloseable> resources) {
        this.windows = new Windows(tokens.train(), context, seed);
        this.validation = tokens.valid();
        this.vocabulary = vocabulary;
        this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        this.place = place;
        this.resources = List.copyOf(resources);
    }

    @Override
    public int vocabulary() {
        return vocabulary.size();
    }

    @Override
    public long tokensPerEpoch() {
        return windows.count() * windows.context();
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return vocabulary.tokenizer();
    }

    @Override
    public Batch next(int rows, View view) {
        if (rows > windows.count()) {
            throw new GrowthException(DATA, String.format(Locale.ROOT,
                    "%s: %d tokens are too few for a batch: %d windows of context %d need %d; give more text or a smaller batch or context",
                    place, windows.tokens().size(), rows, windows.context(), Windows.needed(rows, windows.context())));
        }
        int sequence = sequence(view);
        RowWriter batch = new RowWriter(rows, sequence);
        for (int row = 0; row < rows; row++) {
            batch.add(windows.tokens(), windows.start(cursor, sequence));
            cursor = windows.passes().after(cursor);
        }
        return batch.toBatch();
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        cursor = windows.passes().checked(place, this.place, "window");
    }

    @Override
    public long validationRows() {
        return Math.max(0, (validation.size() - 1) / windows.context());
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        int sequence = sequence(view);
        return LazyBatches.of(Math.min(most, validationRows()), rows, (first, here) -> {
            RowWriter batch = new RowWriter(here, sequence);
            for (long window = first; window < first + here; window++) {
                batch.add(validation, window * windows.context());
            }
            return batch.toBatch();
        });
    }

    /**
     * As {@link #validation(View, long, int)}, cut otherwise.
     *
     * @param cut rows of the context's length
     */
    public List<Batch> validation(TextRows cut, View view, long most, int rows) {
        int sequence = sequence(view);
        return LazyBatches.of(Math.min(most, cut.count()), rows, (first, here) -> cut.batch(first, here, sequence));
    }

    @Override
    public Map<String, String> provenance() {
        return provenance;
    }

    @Override
    public void close() {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing the data failed", e);
            }
        }
    }

    private int sequence(View view) {
        int sequence = view.sequence().orElse(windows.context());
        if (sequence < 1 || sequence > windows.context()) {
            throw new GrowthException(CONFIGURATION, "sequence " + sequence + " is not between 1 and the context " + windows.context());
        }
        return sequence;
    }
}
