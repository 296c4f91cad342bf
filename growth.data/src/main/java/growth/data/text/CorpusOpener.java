package growth.data.text;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.data.OptionPlace;
import growth.data.cache.CacheFolder;
import growth.data.corpus.Document;
import growth.data.corpus.Stored;
import growth.data.masking.RequestedMasking;
import growth.data.options.TextOptions;
import growth.data.options.TokenizerOptions;
import growth.data.tokenizer.OpenTokenizer;
import growth.data.tokenizer.TokenizerOpener;
import growth.data.tokens.TokenCache;
import growth.data.tokens.Tokens;
import growth.data.windows.TextRows;
import growth.data.windows.TokenSplit;
import growth.data.windows.Vocabulary;
import growth.data.windows.WindowDataset;
import growth.data.windows.Windows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Makes a dataset of documents: tokenizer, token files, the split, windows.
 *
 * @param request what is asked for
 * @param options its options
 * @param cache   the request's cache folder
 */
record CorpusOpener(DataRequest request, TextOptions options, CacheFolder cache) {
    /**
     * Documents to train on and to validate with.
     *
     * @param train training documents; empty if nothing is trained
     * @param valid validation documents; may be empty
     */
    record Corpus(List<Document> train, List<Document> valid) {
    }

    /**
     * Opens a corpus.
     *
     * @return the dataset, which owns everything that was opened for it
     * @throws GrowthException (DATA) if the text is invalid or too short, (CONFIGURATION) if the options do not fit together
     */
    Dataset open(Corpus corpus) {
        if (corpus.train().isEmpty() && corpus.valid().isEmpty()) {
            throw request.options().refuse("train", "there is no text; give files, folders or globs");
        }
        if (corpus.train().isEmpty() && options.tokenizer().kind() == TokenizerOptions.Kind.BPE) {
            throw request.options().refuse("train",
                    "there is no training text that bpe could be trained on; give some, or another tokenizer");
        }
        // Closed in the opposite order, on success by the dataset.
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(corpus, opened);
        } catch (RuntimeException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private Dataset open(Corpus corpus, Deque<AutoCloseable> opened) {
        Optional<RequestedMasking> masking = RequestedMasking.of(options.masking(), request);
        OpenTokenizer tokenizer = new TokenizerOpener(cache, request.log()).open(options.tokenizer(), request.base(), corpus.train(),
                masking.isPresent());
        opened.push(tokenizer);
        checkIds(tokenizer);
        Tokens train = tokens("train", corpus.train(), tokenizer, opened);
        Tokens valid = tokens("valid", corpus.valid(), tokenizer, opened);
        TokenSplit split = TokenSplit.of(request, train, valid, options.validShare(),
                options.validRest() ? 2 : request.model().context() + 1);
        Vocabulary vocabulary = new Vocabulary(tokenizer.tokenizer().vocabulary(), Optional.of(tokenizer.tokenizer()),
                () -> bytesPerToken(corpus.valid(), split.valid().size()));
        Dataset text = new WindowDataset(new Windows(split.train(), request.model().context(), request.seed()),
                validation(split.valid(), tokenizer.tokenizer(), masking.isPresent()), vocabulary, facts(corpus, split, tokenizer),
                OptionPlace.of(request, "train"), new ArrayList<>(opened));
        return masking.map(how -> how.mask(text, tokenizer, request.seed())).orElse(text);
    }

    /** Cuts validation text into rows; refuses special tokens between which no text fits. */
    private TextRows validation(Tokens valid, Tokenizer tokenizer, boolean masked) {
        int context = request.model().context();
        int[] before = options.validSpecialTokens() ? tokenizer.prefix() : new int[0];
        int[] behind = options.validSpecialTokens() && masked ? tokenizer.suffix() : new int[0];
        if (!options.validRest() && before.length == 0 && behind.length == 0) {
            return TextRows.windows(valid, context);
        }
        TextRows rows = new TextRows(valid, context, before, behind, !masked, options.validRest());
        if (rows.step() < 1) {
            throw new GrowthException(Kind.CONFIGURATION, "a row of " + context + " tokens has no room beside the tokenizer's "
                    + (before.length + behind.length) + " special tokens").at(request.options().place("valid-special-tokens"));
        }
        return rows;
    }

    /** Before anything is tokenised. */
    private void checkIds(OpenTokenizer tokenizer) {
        int ids = tokenizer.tokenizer().vocabulary();
        if (request.model().ids() > 0 && ids > request.model().ids()) {
            throw new GrowthException(DATA, tokenizer.origin() + ": the tokenizer has " + ids + " ids, the model only "
                    + request.model().ids() + ": it belongs to another model; take the model's own tokenizer.json");
        }
    }

    private Tokens tokens(String option, List<Document> documents, OpenTokenizer tokenizer, Deque<AutoCloseable> opened) {
        if (documents.isEmpty()) {
            return Tokens.of();
        }
        Tokens tokens = new TokenCache(cache, request.log()).open(documents, tokenizer);
        opened.push(tokens);
        if (tokens.size() == 0) {
            throw OptionPlace.of(request, option).refuse(documents.get(0).name() + " is empty; give a file with text");
        }
        return tokens;
    }

    private static Map<String, String> facts(Corpus corpus, TokenSplit split, OpenTokenizer tokenizer) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("train.tokens", Long.toString(split.train().size()));
        Stored.describe("train", corpus.train(), facts);
        if (corpus.valid().isEmpty()) {
            facts.put("valid", "the last " + split.valid().size() + " tokens of the training text");
        }
        facts.put("valid.tokens", Long.toString(split.valid().size()));
        Stored.describe("valid", corpus.valid(), facts);
        facts.put("tokenizer", tokenizer.origin());
        facts.put("tokenizer.sha256", tokenizer.fingerprint());
        facts.put("vocabulary", Integer.toString(tokenizer.tokenizer().vocabulary()));
        return facts;
    }

    /** Reads the documents once more; their bytes are not known if they are the end of the training text. */
    private static OptionalDouble bytesPerToken(List<Document> documents, long tokens) {
        if (documents.isEmpty() || tokens == 0) {
            return OptionalDouble.empty();
        }
        long[] bytes = {0};
        documents.forEach(document -> document.read(chunk -> bytes[0] += utf8(chunk)));
        return OptionalDouble.of(bytes[0] / (double) tokens);
    }

    private static long utf8(String text) {
        // a surrogate is half of a character of four bytes
        return text.chars().mapToLong(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3).sum();
    }

    private static void closeAll(Deque<AutoCloseable> opened, RuntimeException cause) {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                cause.addSuppressed(e);
            }
        }
    }
}
