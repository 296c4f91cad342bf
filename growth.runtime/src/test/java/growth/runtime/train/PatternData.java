package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Option;
import growth.formats.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Something to learn, endless and with an exact cursor: sequences x, x + k, x + 2k, … modulo the vocabulary, where x and the stride k are
 * drawn for each window by its number. Windows of validation have numbers of their own.
 */
final class PatternData implements DataSource {
    static final int VOCABULARY = 32;

    record PatternOptions(@Option(description = "largest stride", defaultValue = "3") int stride,
            @Option(description = "a file whose hash the data give", files = true) Optional<String> train,
            @Option(description = "what ids mean", defaultValue = "{}") Ids tokenizer) {
    }

    record Ids(@Option(description = "digits, letters, or as in a file", defaultValue = "numbers") Kind kind,
            @Option(description = "the file", files = true) Optional<String> path) {
        enum Kind { NUMBERS, LETTERS, FILE }
    }

    private static final long WINDOWS_PER_EPOCH = 1000;
    private static final long VALIDATION = -1;

    private final String hash;

    PatternData() {
        this("0000");
    }

    /** @param hash what the data say of themselves */
    PatternData(String hash) {
        this.hash = hash;
    }

    @Override
    public Card card() {
        return new Card("pattern", "Arithmetic sequences.", "none", PatternOptions.class);
    }

    @Override
    public Dataset open(DataRequest request) {
        PatternOptions options = request.options().as(PatternOptions.class);
        String given = options.train().map(file -> hash(request.base().resolve(file))).orElse(hash);
        return new Sequences(request.model().context(), request.seed(), options.stride(), given, tokenizer(request, options.tokenizer()));
    }

    private static String tokenizer(DataRequest request, Ids ids) {
        return switch (ids.kind()) {
            case FILE -> text(request.base().resolve(ids.path().orElseThrow()));
            case LETTERS -> "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1}}}\n";
            case NUMBERS -> "{\"model\": {\"vocab\": {\"0\": 0, \"1\": 1}}}\n";
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, file + ": cannot be read", e);
        }
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.DATA, file + ": cannot be read", e);
        }
    }

    private static final class Sequences implements Dataset {
        private final int context;
        private final long seed;
        private final int strides;
        private final String hash;
        private final String json;
        private Cursor cursor = Cursor.START;

        Sequences(int context, long seed, int strides, String hash, String json) {
            this.context = context;
            this.seed = seed;
            this.strides = strides;
            this.json = json;
            this.hash = hash;
        }

        @Override
        public int vocabulary() {
            return VOCABULARY;
        }

        @Override
        public long tokensPerEpoch() {
            return WINDOWS_PER_EPOCH * context;
        }

        @Override
        public Optional<Tokenizer> tokenizer() {
            return Optional.of(new Numbers(json));
        }

        @Override
        public Batch next(int rows, View view) {
            int length = view.sequence().orElse(context);
            int[] tokens = new int[rows * (length + 1)];
            for (int r = 0; r < rows; r++) {
                window(cursor.epoch(), cursor.window(), tokens, r, length);
                long next = cursor.window() + 1;
                cursor = next == WINDOWS_PER_EPOCH ? new Cursor(cursor.epoch() + 1, 0) : new Cursor(cursor.epoch(), next);
            }
            return batch(rows, length, tokens);
        }

        private void window(long epoch, long number, int[] tokens, int row, int length) {
            Random random = new Random(seed * 31 + epoch * 1_000_003 + number * 7919);
            int x = random.nextInt(VOCABULARY);
            int stride = 1 + random.nextInt(strides);
            for (int t = 0; t <= length; t++) {
                tokens[row * (length + 1) + t] = (x + t * stride) % VOCABULARY;
            }
        }

        private Batch batch(int rows, int length, int[] tokens) {
            int[] inputs = new int[rows * length];
            int[] labels = new int[rows * length];
            for (int r = 0; r < rows; r++) {
                System.arraycopy(tokens, r * (length + 1), inputs, r * length, length);
                System.arraycopy(tokens, r * (length + 1) + 1, labels, r * length, length);
            }
            return new Batch.Tokens(rows, length, inputs, labels);
        }

        @Override
        public Cursor cursor() {
            return cursor;
        }

        @Override
        public void seek(Cursor place) {
            cursor = place;
        }

        @Override
        public long validationRows() {
            return Long.MAX_VALUE;
        }

        @Override
        public List<Batch> validation(View view, long most, int rows) {
            int length = view.sequence().orElse(context);
            List<Batch> all = new ArrayList<>();
            for (long first = 0; first < most; first += rows) {
                int here = (int) Math.min(rows, most - first);
                int[] tokens = new int[here * (length + 1)];
                for (int r = 0; r < here; r++) {
                    window(VALIDATION, first + r, tokens, r, length);
                }
                all.add(batch(here, length, tokens));
            }
            return all;
        }

        @Override
        public Map<String, String> provenance() {
            return hash.isEmpty() ? Map.of() : Map.of("train.sha256", hash, "tokenizer.sha256", Sha256.of(List.of(json)));
        }

        @Override
        public void close() {
            cursor = Cursor.START;
        }
    }

    /** Numbers written in decimal digits. */
    private record Numbers(String contents) implements Tokenizer {
        @Override
        public int vocabulary() {
            return VOCABULARY;
        }

        @Override
        public int[] encode(String text) {
            return text.chars().map(c -> c - '0').toArray();
        }

        @Override
        public String decode(int[] ids) {
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append((char) ('0' + id));
            }
            return text.toString();
        }

        @Override
        public Optional<String> json() {
            return Optional.of(contents);
        }

        @Override
        public void save(Path file) {
            try {
                Files.writeString(file, contents);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
