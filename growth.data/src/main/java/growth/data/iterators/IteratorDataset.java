package growth.data.iterators;

import static growth.api.GrowthException.Kind.CONFIGURATION;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.LazyBatches;
import growth.data.OptionPlace;
import growth.data.windows.Passes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Examples of iterators as training data, in the iterator's own order; the cursor counts examples. A batch may reach from the end of a pass
 * into the next one, but holds no example of one pass twice.
 */
final class IteratorDataset implements Dataset {
    private final ExamplePart train;
    private final ExamplePart valid;
    private final Meaning meaning;
    private final OptionPlace place;
    private final Passes passes;
    private Cursor cursor = Cursor.START;

    /**
     * What the numbers of the examples mean.
     *
     * @param vocabulary token ids; 0 for images
     * @param labels     names of the labels of images, or their numbers; empty for tokens
     * @param named      whether they are names
     * @param image      height and width of images in pixels; 0 for tokens
     * @param scored     share of the positions whose label is scored
     * @param facts      for the run's provenance
     */
    record Meaning(int vocabulary, List<String> labels, boolean named, int image, double scored, Map<String, String> facts) {
    }

    /**
     * Makes a dataset at the beginning of its first pass.
     *
     * @param train its stream is closed with the dataset
     * @param valid likewise; it may be the same stream
     * @param place the option that names the iterator
     */
    IteratorDataset(ExamplePart train, ExamplePart valid, Meaning meaning, OptionPlace place) {
        this.train = train;
        this.valid = valid;
        this.meaning = meaning;
        this.place = place;
        this.passes = new Passes(train.count(), 0);
    }

    @Override
    public int vocabulary() {
        return meaning.vocabulary();
    }

    @Override
    public int labels() {
        return meaning.labels().size();
    }

    @Override
    public List<String> labelNames() {
        return meaning.named() ? meaning.labels() : List.of();
    }

    @Override
    public double scoredShare() {
        return meaning.scored();
    }

    @Override
    public boolean padded() {
        return padded(train) || padded(valid);
    }

    private static boolean padded(ExamplePart part) {
        Survey.Range range = part.stream().survey().range();
        return range.padded() || range.length() < part.length();
    }

    @Override
    public long tokensPerEpoch() {
        return (long) train.count() * Math.max(1, train.length());
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.empty();
    }

    @Override
    public Batch next(int rows, View view) {
        if (rows > train.count()) {
            throw place.refuse(train.count() + " examples are too few for a batch of " + rows + "; give more or a smaller batch");
        }
        Batch batch = train.batch(cursor.window(), rows, length(view));
        for (int row = 0; row < rows; row++) {
            cursor = passes.after(cursor);
        }
        return batch;
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor to) {
        cursor = passes.checked(to, place, "example");
    }

    @Override
    public long validationRows() {
        return valid.count();
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        int length = length(view);
        return LazyBatches.of(Math.min(most, validationRows()), rows, (first, here) -> valid.batch(first, here, length));
    }

    /** Returns the tokens of a row in a view; 0 for images. */
    private int length(View view) {
        if (meaning.image() > 0 && view.resolution().orElse(meaning.image()) != meaning.image()) {
            throw new GrowthException(CONFIGURATION, "resolution " + view.resolution().get() + " is not the examples' "
                    + meaning.image() + "; images of an iterator are not resized");
        }
        return Math.min(view.sequence().orElse(train.length()), train.length());
    }

    @Override
    public Map<String, String> provenance() {
        return meaning.facts();
    }

    @Override
    public void close() {
        train.stream().close();
        if (valid.stream() != train.stream()) {
            valid.stream().close();
        }
    }
}
