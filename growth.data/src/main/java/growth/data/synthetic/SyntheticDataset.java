package growth.data.synthetic;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.api.random.SplitMix;
import growth.data.LazyBatches;
import growth.data.OptionPlace;
import growth.data.synthetic.Anthology.Part;
import growth.data.tokenizer.OpenTokenizer;
import growth.data.windows.Passes;
import growth.data.windows.RowWriter;
import growth.formats.digest.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Endless fresh text: every row is generated from seed, pass and window. No pass repeats another; a pass is only a measure. Rows shorter
 * than the context are the beginnings of the same windows. Validation texts do not depend on the seed, so that runs of different seeds are
 * validated with the same ones.
 */
final class SyntheticDataset implements Dataset {
    /** Validation tokens that are kept in memory. */
    private static final long KEPT = 1 << 22;
    private final StoryWindows training;
    private final StoryWindows validation;
    private final OpenTokenizer tokenizer;
    private final int context;
    private final Passes passes;
    private final OptionPlace place;
    private final List<int[]> validated = new ArrayList<>();
    private Cursor cursor = Cursor.START;

    /**
     * Makes a dataset at the beginning of its first pass.
     *
     * @param tokenizer closed with the dataset
     * @param context   longest sequence in tokens
     * @param size      tokens of one pass
     * @param seed      decides the training texts
     * @param place     the option that says how long a pass is
     */
    SyntheticDataset(Anthology anthology, OpenTokenizer tokenizer, int context, long size, long seed, OptionPlace place) {
        this.training = new StoryWindows(anthology, tokenizer.tokenizer(), Part.TRAINING);
        this.validation = new StoryWindows(anthology, tokenizer.tokenizer(), Part.VALIDATION);
        this.tokenizer = tokenizer;
        this.context = context;
        this.passes = new Passes(Math.max(1, size / context), seed);
        this.place = place;
    }

    @Override
    public int vocabulary() {
        return tokenizer.tokenizer().vocabulary();
    }

    @Override
    public long tokensPerEpoch() {
        return passes.count() * context;
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.of(tokenizer.tokenizer());
    }

    @Override
    public Batch next(int rows, View view) {
        int sequence = RowWriter.sequence(view, context);
        RowWriter batch = new RowWriter(rows, sequence);
        for (int row = 0; row < rows; row++) {
            batch.add(training.window(sequence + 1, SplitMix.seed(passes.seed(), "stories", cursor.epoch(), cursor.window())));
            cursor = passes.after(cursor);
        }
        return batch.toBatch();
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        cursor = passes.checked(place, this.place, "window");
    }

    @Override
    public long validationRows() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        int sequence = RowWriter.sequence(view, context);
        return LazyBatches.of(most, rows, (first, here) -> {
            RowWriter batch = new RowWriter(here, sequence);
            LongStream.range(first, first + here).mapToObj(this::validated).forEach(batch::add);
            return batch.toBatch();
        });
    }

    /** The first ones are kept, since every evaluation asks for them again. */
    private int[] validated(long window) {
        if (window * context >= KEPT) {
            return validation(window);
        }
        while (validated.size() <= window) {
            validated.add(validation(validated.size()));
        }
        return validated.get((int) window);
    }

    private int[] validation(long window) {
        return validation.window(context + 1, SplitMix.seed(0, "validation stories", window));
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> facts = new LinkedHashMap<>();
        String texts = "synthetic texts of grammar version " + Anthology.VERSION;
        facts.put("train", texts + ", seed " + passes.seed());
        facts.put("train.sha256", Sha256.of(List.of(texts, Long.toString(passes.seed()))));
        facts.put("valid", texts + ", none of which is trained on");
        facts.put("tokenizer", tokenizer.origin());
        facts.put("tokenizer.sha256", tokenizer.fingerprint());
        facts.put("vocabulary", Integer.toString(vocabulary()));
        return facts;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
