package growth.data.tokenizer;

import growth.api.GrowthException;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.api.options.Options;
import growth.api.options.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run file says of its tokenizer.
 *
 * @param kind       which one
 * @param vocabulary token ids of {@code bpe}
 * @param path       the tokenizer.json of {@code file}
 */
public record TokenizerOptions(Kind kind, int vocabulary, Optional<Path> path) {
    /** The option's name in run files. */
    public static final String NAME = "tokenizer";
    /** Token ids of BPE if nothing is said. */
    static final int USUAL_VOCABULARY = 4096;
    private static final int LARGEST_VOCABULARY = 1 << 20;

    /** The tokenizers there are. */
    public enum Kind {
        /** {@link ByteTokenizer}. */
        BYTES,
        /** Byte-level BPE trained on the corpus, {@link BpeTrainer}. */
        BPE,
        /** A foreign tokenizer.json, {@link LibraryTokenizer}. */
        FILE
    }

    /** @return the declaration of the option, for data sources of text */
    public static OptionSpec spec() {
        return OptionSpec.groupOfDefaults(NAME, "how text becomes token ids", List.of(
                OptionSpec.choice("kind", List.of("bytes", "bpe", "file"), "bytes",
                        "bytes: 256 ids; bpe: byte-level BPE trained on the training text; file: a Hugging Face tokenizer.json"),
                OptionSpec.optional("vocabulary", OptionType.INTEGER,
                        "token ids of bpe, the 256 bytes among them; " + USUAL_VOCABULARY + " if left out")
                        .in(Range.between(ByteLevel.BYTES, LARGEST_VOCABULARY)),
                OptionSpec.optional("path", OptionType.TEXT, "the tokenizer.json of kind file, relative to the run file").ofFiles()));
    }

    /**
     * @param options the options of a data source that declares {@link #spec}
     * @param base    folder that relative paths start from
     * @throws GrowthException (CONFIGURATION) if they do not fit together
     */
    public static TokenizerOptions of(Options options, Path base) {
        Options group = options.group(NAME);
        Kind kind = Kind.valueOf(group.text("kind").toUpperCase(Locale.ROOT));
        if (kind != Kind.BPE && group.has("vocabulary")) {
            throw group.refuse("vocabulary", "only kind bpe has a choice of it; leave it out or write kind: bpe");
        }
        if (kind != Kind.FILE && group.has("path")) {
            throw group.refuse("path", "only kind file reads one; leave it out or write kind: file");
        }
        return switch (kind) {
            case BYTES -> new TokenizerOptions(kind, ByteLevel.BYTES, Optional.empty());
            case BPE -> new TokenizerOptions(kind, vocabulary(group), Optional.empty());
            case FILE -> new TokenizerOptions(kind, 0, Optional.of(base.resolve(group.text("path"))));
        };
    }

    private static int vocabulary(Options group) {
        return group.has("vocabulary") ? group.integer("vocabulary") : USUAL_VOCABULARY;
    }
}
