package growth.api.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.osgi.annotation.versioning.ProviderType;

/** Text to token ids and back. */
@ProviderType
public interface Tokenizer {
    /** Returns the number of token ids. */
    int vocabulary();

    /** Returns the ids of the text, without special tokens added. */
    int[] encode(String text);

    /** Returns the text of the ids. */
    String decode(int[] ids);

    /** Returns the id that stands for a masked token, if there is one. */
    default OptionalInt mask() {
        return OptionalInt.empty();
    }

    /** Returns the ids that its own post-processor puts before a text, such as [CLS] or a beginning of text. */
    default int[] prefix() {
        return new int[0];
    }

    /** Returns the ids that its own post-processor puts behind a text, such as [SEP]. */
    default int[] suffix() {
        return new int[0];
    }

    /**
     * Returns how many UTF-8 bytes of a text each token id stands for, by id; 0 for ids that no text has. Empty if tokens do not keep the
     * bytes of a text, as where it is lower-cased first, or where that is not known.
     */
    default Optional<int[]> tokenBytes() {
        return Optional.empty();
    }

    /**
     * Returns whether the token goes on with the word that the token before it ends with, where the tokenizer can tell.
     *
     * @param before the token before it
     */
    default boolean continuesWord(int before, int id) {
        return false;
    }

    /** Returns its Hugging Face {@code tokenizer.json}, which tells two tokenizers apart; empty if it has none. */
    default Optional<String> json() {
        return Optional.empty();
    }

    /** Writes it as a Hugging Face {@code tokenizer.json}. */
    void save(Path file);
}
