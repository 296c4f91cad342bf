package growth.data.synthetic;

import static growth.api.GrowthException.Kind.CONFIGURATION;
import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.api.random.SplitMix;
import growth.data.LazyBatches;
import growth.data.synthetic.Anthology.Part;
import growth.data.tokenizer.OpenTokenizer;
import growth.formats.digest.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Fresh text for ever: row after row is generated from seed, pass and window, and no pass repeats another; a pass is nothing but a measure.
 * Rows shorter than the context are the beginnings of the same windows. Validation texts do not depend on the seed, so that runs of
 * different seeds are validated with the same ones.
 */
final class SyntheticDataset implements Dataset {
    /** Validation tokens that are kept in memory. */
    private static final long KEPT = 1 << 22;
    private final StoryWindows training;
    private final StoryWindows validation;
    private final OpenTokenizer tokenizer;
    private final int context;
    private final long windows;
    private final long seed;
    private final List<int[]> validated = new ArrayList<>();
    private Cursor cursor = Cursor.START;

    /**
     * @param tokenizer closed with the dataset
     * @param context   longest sequence in tokens
     * @param size      tokens of one pass
     * @param seed      decides the training texts
     */
    SyntheticDataset(Anthology anthology, OpenTokenizer tokenizer, int context, long size, long seed) {
        this.training = new StoryWindows(anthology, tokenizer.tokenizer(), Part.TRAINING);
        this.validation = new StoryWindows(anthology, tokenizer.tokenizer(), Part.VALIDATION);
        this.tokenizer = tokenizer;
        this.context = context;
        this.windows = Math.max(1, size / context);
        this.seed = seed;
    }

    @Override
    public int vocabulary() {
        return tokenizer.tokenizer().vocabulary();
    }

    @Override
    public long tokensPerEpoch() {
        return windows * context;
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return Optional.of(tokenizer.tokenizer());
    }

    @Override
    public Batch next(int rows, View view) {
        int sequence = sequence(view);
        List<int[]> taken = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            taken.add(training.window(sequence + 1, SplitMix.seed(seed, "stories", cursor.epoch(), cursor.window())));
            boolean last = cursor.window() == windows - 1;
            cursor = last ? new Cursor(cursor.epoch() + 1, 0) : new Cursor(cursor.epoch(), cursor.window() + 1);
        }
        return batch(taken, sequence);
    }

    @Override
    public Cursor cursor() {
        return cursor;
    }

    @Override
    public void seek(Cursor place) {
        if (place.epoch() < 0 || place.window() < 0 || place.window() >= windows) {
            throw new GrowthException(DATA, "there is no window " + place.window() + " of pass " + place.epoch() + "; a pass has " + windows
                    + " windows, so the cursor was saved with another size or context");
        }
        cursor = place;
    }

    @Override
    public long validationRows() {
        return Long.MAX_VALUE;
    }

    @Override
    public List<Batch> validation(View view, long most, int rows) {
        int sequence = sequence(view);
        return LazyBatches.of(most, rows,
                (first, here) -> batch(LongStream.range(first, first + here).mapToObj(this::validated).toList(), sequence));
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

    private static Batch batch(List<int[]> windows, int sequence) {
        int[] inputs = new int[Math.multiplyExact(windows.size(), sequence)];
        int[] labels = new int[inputs.length];
        for (int row = 0; row < windows.size(); row++) {
            System.arraycopy(windows.get(row), 0, inputs, row * sequence, sequence);
            System.arraycopy(windows.get(row), 1, labels, row * sequence, sequence);
        }
        return new Batch.Tokens(windows.size(), sequence, inputs, labels);
    }

    private int sequence(View view) {
        int sequence = view.sequence().orElse(context);
        if (sequence < 1 || sequence > context) {
            throw new GrowthException(CONFIGURATION, "sequence " + sequence + " is not between 1 and the context " + context);
        }
        return sequence;
    }

    @Override
    public Map<String, String> provenance() {
        Map<String, String> facts = new LinkedHashMap<>();
        String texts = "synthetic texts of grammar version " + Anthology.VERSION;
        facts.put("train", texts + ", seed " + seed);
        facts.put("train.sha256", Sha256.of(List.of(texts, Long.toString(seed))));
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
