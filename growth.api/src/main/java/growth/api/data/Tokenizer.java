package growth.api.data;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** Text to token ids and back. */
@ProviderType
public interface Tokenizer {
    /** @return number of token ids */
    int vocabulary();

    /** @return the ids of the text, without special tokens added */
    int[] encode(String text);

    /** @return the text of the ids */
    String decode(int[] ids);

    /** Writes it as a Hugging Face {@code tokenizer.json}. */
    void save(Path file);
}
