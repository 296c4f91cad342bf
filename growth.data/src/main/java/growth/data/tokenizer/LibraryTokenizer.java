package growth.data.tokenizer;

import static growth.api.GrowthException.Kind.DATA;
import static growth.api.GrowthException.Kind.UNEXPECTED;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.api.data.Tokenizer;
import growth.formats.folder.ForeignBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Any {@code tokenizer.json}, through Hugging Face's own library. The native calls are used directly: DJL's {@code HuggingFaceTokenizer}
 * fetches seven more arrays and a string per token for every text. Where {@link PieceRule} knows how the tokenizer cuts its text, the
 * library sees every different piece once. Encoding is safe from several threads; closing is not.
 */
public final class LibraryTokenizer implements Tokenizer, AutoCloseable {
    private final String json;
    private final int vocabulary;
    private final OptionalInt mask;
    private final BitSet specials;
    private final WordRule words;
    private final Optional<PieceCache> pieces;
    private long handle;

    /**
     * Makes a tokenizer, which must be closed.
     *
     * @param json the contents of a tokenizer.json
     * @throws GrowthException (DATA) if it is none
     */
    public LibraryTokenizer(String json) {
        this.json = json;
        JsonNode root = TokenizerJson.parse(json);
        this.vocabulary = TokenizerJson.vocabulary(root);
        this.mask = TokenizerJson.mask(root);
        this.specials = TokenizerJson.specials(root);
        this.words = WordRule.of(root);
        this.pieces = PieceRule.of(root).map(rule -> new PieceCache(rule, this::encodeAtOnce, PieceCache.LIMIT));
        checkLibrary();
        try {
            this.handle = TokenizersLibrary.LIB.createTokenizerFromString(json);
        } catch (RuntimeException e) {
            throw new GrowthException(DATA, "is no Hugging Face tokenizer.json: " + firstLine(e), e);
        }
        // Foreign files may cut or pad every text to the length of their model.
        TokenizersLibrary.LIB.disableTruncation(handle);
        TokenizersLibrary.LIB.disablePadding(handle);
    }

    /**
     * Reads a tokenizer from a file.
     *
     * @param file a tokenizer.json
     * @throws GrowthException (DATA) with the file if it cannot be read or is none
     */
    public static LibraryTokenizer read(Path file) {
        String json = TokenizerJson.read(file);
        ForeignBytes.explain(file).ifPresent(words -> {
            throw new GrowthException(DATA, file + ": " + words);
        });
        try {
            return new LibraryTokenizer(json);
        } catch (GrowthException e) {
            throw e.at(file.toString());
        }
    }

    @Override
    public int vocabulary() {
        return vocabulary;
    }

    @Override
    public OptionalInt mask() {
        return mask;
    }

    @Override
    public Optional<int[]> tokenBytes() {
        return TokenBytes.of(TokenizerJson.parse(json));
    }

    @Override
    public boolean continuesWord(int before, int id) {
        return words.continues(before, id);
    }

    /** Returns the ids that are not text, such as a beginning of text. */
    BitSet specials() {
        return (BitSet) specials.clone();
    }

    @Override
    public int[] encode(String text) {
        String wellFormed = wellFormed(text);
        return pieces.isPresent() ? pieces.get().encode(wellFormed) : encodeAtOnce(wellFormed);
    }

    /** Returns the ids that the library gives for the whole text; some 1.5 MB/s on one core. */
    int[] encodeAtOnce(String text) {
        return encodeAtOnce(text, false);
    }

    @Override
    public int[] prefix() {
        return around()[0];
    }

    @Override
    public int[] suffix() {
        return around()[1];
    }

    /** What stands around a text that the post-processor has worked on. */
    private int[][] around() {
        String sample = "a";
        int[] plain = encodeAtOnce(sample, false);
        int[] wrapped = encodeAtOnce(sample, true);
        for (int from = 0; plain.length > 0 && from + plain.length <= wrapped.length; from++) {
            if (Arrays.equals(wrapped, from, from + plain.length, plain, 0, plain.length)) {
                return new int[][] {Arrays.copyOf(wrapped, from), Arrays.copyOfRange(wrapped, from + plain.length, wrapped.length)};
            }
        }
        return new int[2][0];
    }

    private int[] encodeAtOnce(String text, boolean wrapped) {
        long encoding = TokenizersLibrary.LIB.encode(open(), text, wrapped);
        try {
            return toInts(TokenizersLibrary.LIB.getTokenIds(encoding));
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    @Override
    public String decode(int[] ids) {
        return TokenizersLibrary.LIB.decode(open(), Arrays.stream(ids).asLongStream().toArray(), false);
    }

    @Override
    public void save(Path file) {
        TokenizerJson.write(file, json);
    }

    @Override
    public Optional<String> json() {
        return Optional.of(json);
    }

    /** Returns the file's contents. */
    String contents() {
        return json;
    }

    @Override
    public void close() {
        if (handle != 0) {
            TokenizersLibrary.LIB.deleteTokenizer(handle);
            handle = 0;
        }
    }

    private static void checkLibrary() {
        try {
            LibUtils.checkStatus();
        } catch (RuntimeException e) {
            throw new GrowthException(UNEXPECTED, "the native part of Hugging Face's tokenizers does not load on this machine ("
                    + firstLine(e) + "); the tokenizer kind bytes works without it", e);
        }
    }

    private long open() {
        if (handle == 0) {
            throw new IllegalStateException("the tokenizer has been closed");
        }
        return handle;
    }

    /** Half a surrogate pair is no text, and the library would stop the process over it; it becomes a question mark. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private static int[] toInts(long[] ids) {
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = (int) ids[i];
        }
        return result;
    }

    /** The innermost cause tells what happened, e.g. that the disk is full. */
    private static String firstLine(Throwable e) {
        if (e.getCause() != null) {
            return firstLine(e.getCause());
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().lines().findFirst().orElse("");
    }
}
