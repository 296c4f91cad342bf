package growth.data.tokens;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.data.corpus.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tokenises documents one after the other on all cores, a bounded number of chunks at a time. Between two documents stands a form feed,
 * as it does between the texts of one file.
 */
final class CorpusEncoder {
    /** Chunks in work at once: some 4 million characters. */
    private static final int CHUNKS = 64;
    private static final String SEPARATOR = "\f";
    private static final long REPORT = 64_000_000;

    private final Tokenizer tokenizer;
    private final Consumer<int[]> sink;
    private final Consumer<String> log;
    private final List<String> pending = new ArrayList<>();
    private boolean separated = true;
    private long characters;
    private long reported;
    private long tokens;

    /**
     * Makes an encoder.
     *
     * @param tokenizer safe to be used by several threads
     * @param sink      takes the ids in order
     * @param log       takes a line for every {@value #REPORT} characters
     */
    CorpusEncoder(Tokenizer tokenizer, Consumer<int[]> sink, Consumer<String> log) {
        this.tokenizer = tokenizer;
        this.sink = sink;
        this.log = log;
    }

    /** Encodes the documents; returns the number of ids delivered. */
    long encode(List<Document> documents) {
        for (Document document : documents) {
            boolean[] first = {true};
            document.read(chunk -> {
                if (first[0] && !separated) {
                    add(SEPARATOR);
                }
                first[0] = false;
                add(chunk);
            });
        }
        flush();
        return tokens;
    }

    private void add(String chunk) {
        separated = chunk.endsWith(SEPARATOR);
        pending.add(chunk);
        if (pending.size() == CHUNKS) {
            flush();
        }
    }

    private void flush() {
        if (Thread.currentThread().isInterrupted()) {
            throw new GrowthException(Kind.DATA, "the tokenising of the text was interrupted");
        }
        for (int[] ids : pending.parallelStream().map(tokenizer::encode).toList()) {
            sink.accept(ids);
            tokens += ids.length;
        }
        characters += pending.stream().mapToLong(String::length).sum();
        pending.clear();
        if (characters - reported >= REPORT) {
            reported = characters;
            log.accept(String.format(Locale.ROOT, "tokenised %,d million characters, %,.1f Mtok", characters / 1_000_000, tokens / 1e6));
        }
    }
}
