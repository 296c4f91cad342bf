package growth.data.tokenizer;

import static growth.api.GrowthException.Kind.DATA;

import growth.api.GrowthException;
import growth.data.cache.CacheFolder;
import growth.data.corpus.Document;
import growth.data.options.TokenizerOptions;
import growth.formats.digest.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes the tokenizer that the options ask for; a trained one is kept in the cache folder.
 *
 * @param cache where trained tokenizers are kept
 * @param log   takes lines about slow work
 */
public record TokenizerOpener(CacheFolder cache, Consumer<String> log) {
    /** Part of every cache entry's name: a trainer that gives something else must change it. */
    private static final String TRAINER = "bpe-1";

    /**
     * Opens a tokenizer, and trains it first if that is asked for and the cache does not have it.
     *
     * @param options the run's choice
     * @param base    folder that relative paths start from
     * @param corpus  the text that BPE is trained on
     * @param masked  whether there must be an id for masked tokens; our own vocabularies get one more for it
     * @throws GrowthException (DATA) if a file is no tokenizer or has no such id, or the corpus cannot be read
     */
    public OpenTokenizer open(TokenizerOptions options, Path base, List<Document> corpus, boolean masked) {
        return switch (options.kind()) {
            case BYTES -> {
                ByteTokenizer tokenizer = new ByteTokenizer(masked);
                yield new OpenTokenizer(tokenizer, fingerprint(tokenizer.contents()), "bytes");
            }
            case BPE -> {
                LibraryTokenizer trained = bpe(options.vocabulary().orElse(TokenizerOptions.USUAL_VOCABULARY), corpus);
                LibraryTokenizer tokenizer = masked ? masked(trained) : trained;
                yield new OpenTokenizer(tokenizer, fingerprint(tokenizer.contents()),
                        "byte-level BPE trained on the training text, vocabulary " + tokenizer.vocabulary());
            }
            case FILE -> {
                Path file = base.resolve(options.path().orElseThrow());
                LibraryTokenizer tokenizer = LibraryTokenizer.read(file);
                if (masked && tokenizer.mask().isEmpty()) {
                    tokenizer.close();
                    throw new GrowthException(DATA, file + ": has neither [MASK] nor <mask> among its added tokens;"
                            + " family bert needs one, so take another tokenizer.json or kind: bpe");
                }
                yield new OpenTokenizer(tokenizer, fingerprint(tokenizer.contents()), file.toString());
            }
        };
    }

    /** What is kept in the cache is without it, so that all families share one training. */
    private static LibraryTokenizer masked(LibraryTokenizer tokenizer) {
        try (tokenizer) {
            return new LibraryTokenizer(TokenizerJson.withMask(tokenizer.contents()));
        }
    }

    private LibraryTokenizer bpe(int vocabulary, List<Document> corpus) {
        List<String> key = new ArrayList<>(List.of(TRAINER, Integer.toString(vocabulary)));
        corpus.forEach(document -> key.add(document.contents()));
        String name = "bpe-" + vocabulary + "-" + Sha256.of(key).substring(0, 16) + ".json";
        Optional<LibraryTokenizer> kept = cache.text(name).flatMap(TokenizerOpener::usable);
        return kept.orElseGet(() -> {
            String json = TokenizerJson.of(train(vocabulary, corpus), true);
            cache.putText(name, json);
            return new LibraryTokenizer(json);
        });
    }

    /** A damaged cache entry is made anew. */
    private static Optional<LibraryTokenizer> usable(String json) {
        try {
            return Optional.of(new LibraryTokenizer(json));
        } catch (GrowthException e) {
            return Optional.empty();
        }
    }

    private BpeModel train(int vocabulary, List<Document> corpus) {
        long bytes = corpus.stream().mapToLong(Document::bytes).sum();
        log.accept(String.format(Locale.ROOT, "training a BPE vocabulary of %,d on %d file%s (%.1f MB)", vocabulary, corpus.size(),
                corpus.size() == 1 ? "" : "s", bytes / 1e6));
        PreTokenCounts counts = new PreTokenCounts(PreTokenCounts.LIMIT);
        corpus.forEach(document -> document.read(counts::add));
        BpeModel model = new BpeTrainer(vocabulary).train(counts);
        log.accept(String.format(Locale.ROOT, "trained on %,d different words; vocabulary %,d%s", counts.size(), model.vocabulary().size(),
                model.vocabulary().size() < vocabulary ? " because no pair of tokens occurs twice any more" : ""));
        return model;
    }

    private static String fingerprint(String json) {
        return Sha256.of(List.of(json));
    }
}
