package growth.data.tokens;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Writes token ids as {@link MappedTokens} reads them.
 *
 * @param out   takes the bytes
 * @param width of each id
 */
public record TokenWriter(OutputStream out, TokenWidth width) implements Consumer<int[]> {
    /** {@inheritDoc} Throws an {@link UncheckedIOException} if the ids cannot be written. */
    @Override
    public void accept(int[] ids) {
        ByteBuffer bytes = ByteBuffer.allocate(ids.length * width.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int id : ids) {
            width.put(bytes, id);
        }
        try {
            out.write(bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
