package growth.data.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads parts of files. */
public final class FileBytes {
    private FileBytes() {
    }

    /**
     * Returns bytes of a file. Several threads may read at once.
     *
     * @param at     position of the first byte
     * @param length how many
     * @throws EOFException if the file ends before them
     */
    public static byte[] read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("the file has become shorter");
            }
        }
        return buffer.array();
    }
}
