package growth.data.tokenfiles;

import growth.data.tokens.TokenWidth;
import java.nio.ByteOrder;

/**
 * How ids lie in a file.
 *
 * @param width  of each
 * @param order  of the bytes of an id
 * @param header bytes before the first
 * @param count  ids there must be; -1 where the file does not say
 * @param words  what is written down of it
 */
record IdLayout(TokenWidth width, ByteOrder order, long header, long count, String words) {
    /** @return ids and nothing else, little-endian, as nanoGPT writes them */
    static IdLayout bare(TokenWidth width) {
        return new IdLayout(width, ByteOrder.LITTLE_ENDIAN, 0, -1, width.name());
    }
}
