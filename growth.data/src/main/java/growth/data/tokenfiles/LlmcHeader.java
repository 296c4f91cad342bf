package growth.data.tokenfiles;

import growth.data.tokenfiles.TokenFile.IdLayout;
import growth.data.tokens.TokenWidth;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The header of llm.c's token files (also those of modded-nanogpt): 256 numbers of 32 bits, the first of which are a magic number, a
 * version and the number of ids; Karpathy 2024, llm.c, dev/data/data_common.py.
 */
final class LlmcHeader {
    static final int BYTES = 1024;
    private static final int FIELDS = 12;
    private static final int GPT2 = 20240520;
    private static final int GPT2_VERSION = 1;
    private static final int LLAMA3 = 20240801;
    private static final int LLAMA3_VERSION = 7;

    private LlmcHeader() {
    }

    /**
     * Returns the layout of its ids; empty if it has no such header.
     *
     * @param start the file's first bytes
     * @throws IllegalArgumentException in words if the header is of another version
     */
    static Optional<IdLayout> read(byte[] start) {
        if (start.length < FIELDS) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        int magic = fields.getInt(0);
        if (magic != GPT2 && magic != LLAMA3) {
            return Optional.empty();
        }
        int version = fields.getInt(Integer.BYTES);
        int known = magic == GPT2 ? GPT2_VERSION : LLAMA3_VERSION;
        if (version != known) {
            throw new IllegalArgumentException("has llm.c's header of version " + version + ", but " + known
                    + " is read; write the ids as .npy");
        }
        TokenWidth width = magic == GPT2 ? TokenWidth.UINT16 : TokenWidth.INT32;
        return Optional.of(new IdLayout(width, ByteOrder.LITTLE_ENDIAN, BYTES, Integer.toUnsignedLong(fields.getInt(2 * Integer.BYTES)),
                width.name() + " behind llm.c's header"));
    }
}
