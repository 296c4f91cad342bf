package growth.data.options;

import growth.api.options.Option;
import growth.api.options.Options;
import java.util.Optional;

/**
 * How text becomes token ids.
 *
 * @param kind       which tokenizer
 * @param vocabulary token ids of {@code bpe}
 * @param path       the tokenizer.json of {@code file}, relative to the request's base
 */
public record TokenizerOptions(
        @Option(description = "bytes: 256 ids; bpe: byte-level BPE trained on the training text; file: a Hugging Face tokenizer.json",
                defaultValue = "bytes") Kind kind,
        @Option(description = "token ids of bpe, the 256 bytes among them; " + TokenizerOptions.USUAL_VOCABULARY + " if left out",
                atLeast = 256, atMost = 1 << 20) Optional<Integer> vocabulary,
        @Option(description = "the tokenizer.json of kind file, relative to the run file", files = true) Optional<String> path) {
    /** Token ids of BPE if nothing is said. */
    public static final int USUAL_VOCABULARY = 4096;

    /** The tokenizers there are. */
    public enum Kind {
        /** One id for each byte. */
        BYTES,
        /** Byte-level BPE trained on the corpus. */
        BPE,
        /** A foreign tokenizer.json. */
        FILE
    }

    public TokenizerOptions {
        if (kind != Kind.BPE && vocabulary.isPresent()) {
            throw Options.refused("vocabulary", "only kind bpe has a choice of it; leave it out or write kind: bpe");
        }
        if (kind != Kind.FILE && path.isPresent()) {
            throw Options.refused("path", "only kind file reads one; leave it out or write kind: file");
        }
        if (kind == Kind.FILE && path.isEmpty()) {
            throw Options.refused("path", "kind file needs it; give a Hugging Face tokenizer.json");
        }
    }

    /** Returns the ids of bytes. */
    public static TokenizerOptions bytes() {
        return new TokenizerOptions(Kind.BYTES, Optional.empty(), Optional.empty());
    }

    /** Returns byte-level BPE of so many ids. */
    public static TokenizerOptions bpe(int vocabulary) {
        return new TokenizerOptions(Kind.BPE, Optional.of(vocabulary), Optional.empty());
    }

    /** Returns a tokenizer.json. */
    public static TokenizerOptions file(String path) {
        return new TokenizerOptions(Kind.FILE, Optional.empty(), Optional.of(path));
    }
}
