package growth.runtime.fake;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
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

    /** @return what was asked for last */
    public DataRequest opened() {
        return opened;
    }

    /** From now on something else happens while data are opened. */
    public void whileOpening(Runnable happens) {
        whileOpening = happens;
    }

    /** @return whether the last dataset was closed */
    public boolean closed() {
        return closed;
    }

    @Override
    public Card card() {
        return new Card("toy", "Zeros.", "none", List.of(
                OptionSpec.of("tokens", OptionType.INTEGER, "10000", "size of the training data"),
                OptionSpec.of("held-out", OptionType.INTEGER, "1000", "size of the validation data"),
                OptionSpec.of("padded", OptionType.FLAG, "false", "whether it has padding"),
                OptionSpec.optional("train", OptionType.TEXTS, "files"),
                OptionSpec.groupOfDefaults("tokenizer", "the tokenizer", List.of(
                        OptionSpec.choice("kind", List.of("bytes", "bpe"), "bytes", "which"),
                        OptionSpec.of("vocabulary", OptionType.INTEGER, "256", "token ids")))));
    }

    @Override
    public Dataset open(DataRequest request) {
        opened = request;
        closed = false;
        whileOpening.run();
        padded = request.options().flag("padded");
        return new Zeros(request.options().integer("tokens"), request.options().integer("held-out"), request.model().context(),
                request.options().group("tokenizer").integer("vocabulary"));
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
