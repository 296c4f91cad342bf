package growth.data.text;

import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.View;
import growth.data.corpus.Document;
import growth.data.windows.TextRows;
import growth.data.windows.WindowDataset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Windows of a text, with what is known of the text itself, and validation rows that may be cut otherwise. */
final class TextDataset implements Dataset {
    private final WindowDataset windows;
    private final Optional<TextRows> rows;
    private final List<Document> valid;
    private final long validTokens;

    /**
     * @param windows     training and validation data; closed with this
     * @param rows        validation rows in place of the windows'
     * @param valid       documents of the validation data; empty if these are the end of the training data
     * @param validTokens how many tokens these are
     */
    TextDataset(WindowDataset windows, Optional<TextRows> rows, List<Document> valid, long validTokens) {
        this.windows = windows;
        this.rows = rows;
        this.valid = valid;
        this.validTokens = validTokens;
    }

    @Override
    public int vocabulary() {
        return windows.vocabulary();
    }

    @Override
    public long tokensPerEpoch() {
        return windows.tokensPerEpoch();
    }

    @Override
    public Optional<Tokenizer> tokenizer() {
        return windows.tokenizer();
    }

    @Override
    public Batch next(int count, View view) {
        return windows.next(count, view);
    }

    @Override
    public Cursor cursor() {
        return windows.cursor();
    }

    @Override
    public void seek(Cursor cursor) {
        windows.seek(cursor);
    }

    @Override
    public long validationRows() {
        return rows.map(TextRows::count).orElseGet(windows::validationRows);
    }

    @Override
    public List<Batch> validation(View view, long most, int count) {
        return rows.isPresent() ? windows.validation(rows.get(), view, most, count) : windows.validation(view, most, count);
    }

    /** Reads the documents once more. */
    @Override
    public OptionalDouble validationBytesPerToken() {
        if (valid.isEmpty() || validTokens == 0) {
            return OptionalDouble.empty();
        }
        long[] bytes = {0};
        valid.forEach(document -> document.read(chunk -> bytes[0] += utf8(chunk)));
        return OptionalDouble.of(bytes[0] / (double) validTokens);
    }

    private static long utf8(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // a surrogate is half of a character of four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    @Override
    public Map<String, String> provenance() {
        return windows.provenance();
    }

    @Override
    public void close() {
        windows.close();
    }
}
