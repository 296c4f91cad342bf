package growth.runtime.fake;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Option;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Data of zeros of a given size; remembers whether what was opened has been closed. */
public final class ToyData implements DataSource {
    private DataRequest opened;
    private boolean closed;
    private Runnable whileOpening = () -> { };
    private boolean padded;

    /** Returns what was asked for last. */
    public DataRequest opened() {
        return opened;
    }

    /** From now on something else happens while data are opened. */
    public void whileOpening(Runnable happens) {
        whileOpening = happens;
    }

    /** Returns whether the last dataset was closed. */
    public boolean closed() {
        return closed;
    }

    /** Its options. */
    public record ToyOptions(@Option(description = "size of the training data", defaultValue = "10000") int tokens,
            @Option(description = "size of the validation data", defaultValue = "1000") int heldOut,
            @Option(description = "whether it has padding", defaultValue = "false") boolean padded,
            @Option(description = "files") Optional<List<String>> train,
            @Option(description = "the tokenizer", defaultValue = "{}") ToyTokenizer tokenizer) {
    }

    /** Of ids that mean nothing. */
    public record ToyTokenizer(@Option(description = "which", defaultValue = "bytes") Kind kind,
            @Option(description = "token ids", defaultValue = "256") int vocabulary) {
        /** What it calls itself. */
        public enum Kind { BYTES, BPE }
    }

    @Override
    public Card card() {
        return new Card("toy", "Zeros.", "none", ToyOptions.class);
    }

    @Override
    public Dataset open(DataRequest request) {
        opened = request;
        closed = false;
        whileOpening.run();
        ToyOptions options = request.options().as(ToyOptions.class);
        padded = options.padded();
        return new Zeros(options.tokens(), options.heldOut(), request.model().context(), options.tokenizer().vocabulary());
    }

    private final class Zeros implements Dataset {
        private final int tokens;
        private final int heldOut;
        private final int context;
        private final int vocabulary;

        Zeros(int tokens, int heldOut, int context, int vocabulary) {
            this.tokens = tokens;
            this.heldOut = heldOut;
            this.context = context;
            this.vocabulary = vocabulary;
        }

        @Override
        public int vocabulary() {
            return vocabulary;
        }

        @Override
        public boolean padded() {
            return padded;
        }

        @Override
        public long tokensPerEpoch() {
            return tokens;
        }

        @Override
        public Optional<Tokenizer> tokenizer() {
            return Optional.empty();
        }

        @Override
        public Batch next(int rows, View view) {
            int[] zeros = new int[rows * context];
            return new Batch.Tokens(rows, context, zeros, Arrays.copyOf(zeros, zeros.length));
        }

        @Override
        public Cursor cursor() {
            return Cursor.START;
        }

        @Override
        public void seek(Cursor cursor) {
            throw new UnsupportedOperationException("zeros are everywhere the same");
        }

        @Override
        public long validationRows() {
            return heldOut / context;
        }

        @Override
        public List<Batch> validation(View view, long most, int rows) {
            return Collections.nCopies((int) Math.min(most, validationRows()) / rows, next(rows, view));
        }

        @Override
        public Map<String, String> provenance() {
            return Map.of();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
