package growth.data.windows;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.LazyBatches;
import growth.data.OptionPlace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Token sequences for causal language models: every label is the next token. Training rows are shuffled {@link Windows}; a batch may
 * reach from the end of a pass into the next one, but holds no window of one pass twice. Validation rows stand side by side from the first
 * token on; rows shorter than the context are the beginnings of the same ones.
 */
public final class WindowDataset implements Dataset {
    private final Windows windows;
    private final TextRows validation;
    private final Vocabulary vocabulary;
    private final Map<String, String> provenance;
    private final OptionPlace place;
    private final List<AutoCloseable> resources;
    private Cursor cursor = Cursor.START;

    /**
     * Makes a dataset at the beginning of its first pass.
     *
     * @param windows    training data
     * @param validation validation data, of the same context
     * @param vocabulary what the tokens mean
     * @param provenance facts for the run's provenance
     * @param place      the option of the training data
     * @param resources  closed with the dataset, in this order
     */
    public WindowDataset(Windows windows, TextRows validation, Vocabulary vocabulary, Map<String, String> provenance,
            OptionPlace place, List<AutoCloseable> resources) {
        this.windows = windows;
        this.validation = validation;
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
            throw place.refuse(String.format(Locale.ROOT,
                    "%d tokens are too few for a batch: %d windows of context %d need %d; give more text or a smaller batch or context",
                    windows.tokens().size(), rows, windows.context(), Windows.needed(rows, windows.context())));
        }
        int sequence = RowWriter.sequence(view, windows.context());
        RowWriter batch = new RowWriter(rows, sequence);
        int[] window = new int[sequence + 1];
        for (int row = 0; row < rows; row++) {
            windows.tokens().read(windows.start(cursor, sequence), window, 0, window.length);
            batch.add(window);
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
        return validation.count();
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        int sequence = RowWriter.sequence(view, windows.context());
        return LazyBatches.of(Math.min(most, validationRows()), rows, (first, here) -> validation.batch(first, here, sequence));
    }

    @Override
    public OptionalDouble validationBytesPerToken() {
        return vocabulary.bytesPerToken().get();
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
}
