package growth.data.text;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.data.cache.CacheFolder;
import growth.data.corpus.Document;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Makes a dataset of documents: tokenizer, token files, the split, windows. */
final class CorpusOpener {
    private final DataRequest request;
    private final TextOptions options;
    private final CacheFolder cache;

    /**
     * @param request what is asked for
     * @param options its options
     * @param cache   the request's cache folder
     */
    CorpusOpener(DataRequest request, TextOptions options, CacheFolder cache) {
        this.options = options;
        this.request = request;
        this.cache = cache;
    }

    /**
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
        ValidationCut cut = new ValidationCut(options.validRest(), options.validSpecialTokens());
        TokenSplit split = TokenSplit.of(request, train, valid, corpus.share(), cut.fewest(request));
        CorpusProvenance provenance = new CorpusProvenance(corpus, tokenizer, split.train().size(), split.valid().size());
        WindowDataset windows = new WindowDataset(split, request.context(), request.seed(), Vocabulary.of(tokenizer.tokenizer()),
                provenance.facts(), request.options().place("train") + ": train", new ArrayList<>(opened));
        Optional<TextRows> rows = cut.rows(request, split.valid(), tokenizer.tokenizer(), masking.isPresent());
        Dataset text = new TextDataset(windows, rows, corpus.valid(), split.valid().size());
        return masking.map(how -> how.mask(text, tokenizer, request.seed())).orElse(text);
    }

    /** Before anything is tokenised. */
    private void checkIds(OpenTokenizer tokenizer) {
        int ids = tokenizer.tokenizer().vocabulary();
        if (request.ids() > 0 && ids > request.ids()) {
            throw new GrowthException(DATA, tokenizer.origin() + ": the tokenizer has " + ids + " ids, the model only " + request.ids()
                    + ": it belongs to another model; take the model's own tokenizer.json");
        }
    }

    private Tokens tokens(String option, List<Document> documents, OpenTokenizer tokenizer, Deque<AutoCloseable> opened) {
        if (documents.isEmpty()) {
            return Tokens.of();
        }
        Tokens tokens = new TokenCache(cache, request.log()).open(documents, tokenizer);
        opened.push(tokens);
        if (tokens.size() == 0) {
            throw new GrowthException(DATA, request.options().place(option) + ": " + option + ": " + documents.get(0).name()
                    + " is empty; give a file with text");
        }
        return tokens;
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
