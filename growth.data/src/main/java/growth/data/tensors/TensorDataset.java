package growth.data.tensors;

import static growth.api.GrowthException.Kind.CONFIGURATION;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.LazyBatches;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A batch repeated as training data: its rows in order, and after the last the first again. Asked for as many rows as it has, it gives the
 * same batch every time. Rows are not shuffled: the data exist to be compared with other systems. The cursor counts rows.
 */
final class TensorDataset implements Dataset {
    private final Batch train;
    private final Batch valid;
    private final int vocabulary;
    private final int labels;
    private final double scored;
    private final Map<String, String> provenance;
    private Cursor cursor = Cursor.START;

    /**
     * Makes a dataset at the first row.
     *
     * @param vocabulary token ids; 0 for images
     * @param labels     labels of images; 0 for tokens
     * @param scored     share of the positions whose label is scored
     */
    TensorDataset(Batch train, Batch valid, int vocabulary, int labels, double scored, Map<String, String> provenance) {
        this.train = train;
        this.valid = valid;
        this.vocabulary = vocabulary;
        this.labels = labels;
        this.scored = scored;
        this.provenance = provenance;
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public int labels() {
        return labels;
    }

    @Override
    public double scoredShare() {
        return scored;
    }

    @Override
    public boolean padded() {
        return padded(train) || padded(valid);
    }

    private static boolean padded(Batch batch) {
        return batch instanceof Batch.Tokens tokens && tokens.padded();
    }

    @Override
    public long tokensPerEpoch() {
        return train.tokens();
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.empty();
    }

    @Override
    public Batch next(int rows, View view) {
        Batch batch = take(train, (int) cursor.window(), rows, view);
        long window = cursor.window() + rows;
        cursor = new Cursor(cursor.epoch() + window / train.rows(), window % train.rows());
        return batch;
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        if (place.epoch() < 0 || place.window() < 0 || place.window() >= train.rows()) {
            throw new GrowthException(GrowthException.Kind.DATA, "there is no row " + place.window() + " in pass " + place.epoch()
                    + "; the batch has " + train.rows() + " rows, so it is not the one that the cursor was saved with");
        }
        cursor = place;
    }

    @Override
    public long validationRows() {
        return valid.rows();
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        return LazyBatches.of(Math.min(most, valid.rows()), rows, (first, here) -> take(valid, (int) first, here, view));
    }

    private static Batch take(Batch batch, int first, int rows, View view) {
        if (batch instanceof Batch.Tokens tokens) {
            int sequence = view.sequence().orElse(tokens.sequence());
            if (sequence < 1 || sequence > tokens.sequence()) {
                throw new GrowthException(CONFIGURATION, "sequence " + sequence + " is not between 1 and the batch's " + tokens.sequence());
            }
            return tokens.take(first, rows, sequence);
        }
        Batch.Images images = (Batch.Images) batch;
        if (view.resolution().orElse(images.size()) != images.size()) {
            throw new GrowthException(CONFIGURATION, "resolution " + view.resolution().get() + " is not the batch's " + images.size()
                    + "; images in tensors are not resized");
        }
        return BatchRows.take(images, first, rows);
    }

    @Override
    public Map<String, String> provenance() {
        return provenance;
    }

    @Override
    public void close() {
        // everything is in memory
    }
}
