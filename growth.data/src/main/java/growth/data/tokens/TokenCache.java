package growth.data.tokens;

import static growth.api.GrowthException.Kind.DATA;

import com.fasterxml.jackson.core.type.TypeReference;
import growth.data.cache.CacheFolder;
import growth.data.corpus.Document;
import growth.data.tokenizer.OpenTokenizer;
import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tokenised corpora, made once: each is a file of ids named after the hashes of its documents and its tokenizer, and a {@link
 * TokenManifest}.
 *
 * @param cache where the files are kept
 * @param log   takes lines about slow work
 */
public record TokenCache(CacheFolder cache, Consumer<String> log) {
    /** Returns the documents' ids, from the cache if they are there; refuses a document (DATA) that is no text. */
    public Tokens open(List<Document> documents, OpenTokenizer tokenizer) {
        TokenWidth width = TokenWidth.of(tokenizer.tokenizer().vocabulary());
        String name = "tokens-" + key(documents, tokenizer);
        if (!isComplete(name, width)) {
            make(name, width, documents, tokenizer);
        }
        Path file = cache.file(name + ".bin");
        try {
            return MappedTokens.of(file, width);
        } catch (IOException e) {
            throw IoReason.unreadable(DATA, file, e);
        }
    }

    private static String key(List<Document> documents, OpenTokenizer tokenizer) {
        List<String> key = new ArrayList<>(List.of(Integer.toString(TokenManifest.FORMAT), tokenizer.fingerprint()));
        documents.forEach(document -> key.add(document.contents()));
        return Sha256.of(key).substring(0, 16);
    }

    private boolean isComplete(String name, TokenWidth width) {
        return cache.json(name + ".json", new TypeReference<TokenManifest>() { })
                .filter(manifest -> manifest.format() == TokenManifest.FORMAT && manifest.width() == width
                        && manifest.tokens() * width.bytes() == cache.size(name + ".bin"))
                .isPresent();
    }

    private void make(String name, TokenWidth width, List<Document> documents, OpenTokenizer tokenizer) {
        log.accept(String.format(Locale.ROOT, "tokenising %d file%s (%.1f MB)", documents.size(), documents.size() == 1 ? "" : "s",
                documents.stream().mapToLong(Document::bytes).sum() / 1e6));
        long[] tokens = new long[1];
        cache.put(name + ".bin", out -> tokens[0] = encode(documents, tokenizer, out, width));
        List<TokenManifest.Source> sources = documents.stream().map(d -> new TokenManifest.Source(d.name(), d.sha256())).toList();
        cache.putJson(name + ".json", new TokenManifest(TokenManifest.FORMAT, tokens[0], width, tokenizer.fingerprint(), sources));
        log.accept(String.format(Locale.ROOT, "tokenised: %,d tokens, kept in %s", tokens[0], cache.file(name + ".bin")));
    }

    private long encode(List<Document> documents, OpenTokenizer tokenizer, OutputStream out, TokenWidth width) throws IOException {
        try {
            return new CorpusEncoder(tokenizer.tokenizer(), new TokenWriter(out, width), log).encode(documents);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * What a token file was made from; it stands beside it and is written after it, so a file with a manifest is complete.
     *
     * @param format    version of the layout
     * @param tokens    ids in the file
     * @param width     of each id
     * @param tokenizer fingerprint of the tokenizer
     * @param documents what was tokenised, in order
     */
    record TokenManifest(int format, long tokens, TokenWidth width, String tokenizer, List<Source> documents) {
        static final int FORMAT = 1;

        /**
         * One document.
         *
         * @param name   its name when it was tokenised
         * @param sha256 its hash
         */
        record Source(String name, String sha256) {
        }
    }
}
