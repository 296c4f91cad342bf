package growth.data.text;

import static growth.api.GrowthException.Kind.CONFIGURATION;
import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.data.cache.CacheFolder;
import growth.data.corpus.Document;
import growth.data.tokenizer.OpenTokenizer;
import growth.data.tokenizer.TokenizerOpener;
import growth.data.tokenizer.TokenizerOptions;
import growth.data.tokens.TokenCache;
import growth.data.tokens.Tokens;
import growth.data.windows.WindowDataset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** From documents to a dataset: tokenizer, token files, the split, windows. For every source whose data are text. */
public final class CorpusOpener {
    private final DataRequest request;
    private final CacheFolder cache;

    /**
     * @param request what is asked for
     * @param cache   the request's cache folder
     */
    public CorpusOpener(DataRequest request, CacheFolder cache) {
        this.request = request;
        this.cache = cache;
    }

    /**
     * @return the dataset, which owns everything that was opened for it
     * @throws GrowthException (DATA) if the text is invalid or too short, (CONFIGURATION) if the options do not fit together
     */
    public Dataset open(Corpus corpus, TokenizerOptions options) {
        if (request.context() < 1) {
            throw new GrowthException(CONFIGURATION, request.options().place("train")
                    + ": text is for language models; this model has no context of tokens");
        }
        if (corpus.train().isEmpty() && corpus.valid().isEmpty()) {
            throw request.options().refuse("train", "there is no text; give files, folders or globs");
        }
        if (corpus.train().isEmpty() && options.kind() == TokenizerOptions.Kind.BPE) {
            throw request.options().refuse("train",
                    "there is no training text that bpe could be trained on; give some, or another tokenizer");
        }
        // Closed in the opposite order, on success by the dataset.
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return open(corpus, options, opened);
        } catch (RuntimeException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private Dataset open(Corpus corpus, TokenizerOptions options, Deque<AutoCloseable> opened) {
        OpenTokenizer tokenizer = new TokenizerOpener(cache, request.log()).open(options, corpus.train());
        opened.push(tokenizer);
        Tokens all = tokens("train", corpus.train(), tokenizer, opened);
        boolean own = !corpus.valid().isEmpty();
        long held = own ? 0 : heldOut(all.size(), corpus.share());
        Tokens train = all.range(0, all.size() - held);
        Tokens valid = own ? tokens("valid", corpus.valid(), tokenizer, opened) : all.range(train.size(), all.size());
        if (!corpus.train().isEmpty()) {
            require("train", train.size(), held);
        }
        if (own) {
            require("valid", valid.size(), 0);
        }
        CorpusProvenance provenance = new CorpusProvenance(corpus, tokenizer, train.size(), valid.size());
        return new WindowDataset(train, valid, request.context(), request.seed(), tokenizer.tokenizer(), provenance.facts(),
                request.options().place("train") + ": train", new ArrayList<>(opened));
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

    /** The share, but at least one window, so that there is something to validate with. */
    private long heldOut(long tokens, double share) {
        return share == 0 || tokens == 0 ? 0 : Math.min(tokens, Math.max(Math.round(share * tokens), request.context() + 1L));
    }

    private void require(String option, long tokens, long held) {
        int needed = request.context() + 1;
        if (tokens < needed) {
            throw new GrowthException(DATA, String.format(Locale.ROOT,
                    "%s: %s: %d tokens%s are too few: one window of context %d needs %d; give more text or a smaller context",
                    request.options().place(option), option, tokens, held > 0 ? " (and " + held + " kept for validation)" : "",
                    request.context(), needed));
        }
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
