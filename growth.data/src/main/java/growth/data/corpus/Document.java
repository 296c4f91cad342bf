package growth.data.corpus;

import growth.api.GrowthException;
import java.util.function.Consumer;

/** A text that can be read again and again without being held in memory. */
public interface Document extends Stored {
    /** Returns what determines its text: its hash, and how its bytes are read. */
    default String contents() {
        return sha256();
    }

    /**
     * Reads it from beginning to end in chunks of some 64 Ki characters; cutting there does not change how the text is tokenised
     * ({@link Chunker}).
     *
     * @throws GrowthException (DATA) with file and byte offset if it is no text
     */
    void read(Consumer<String> chunks);
}
