package growth.formats.folder;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads parts of files completely. Several threads may read one channel at once. */
public final class FileBytes {
    private FileBytes() {
    }

    /** Returns {@code length} bytes from a position on; throws an {@link EOFException} if the file ends before. */
    public static byte[] read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        fill(channel, at, buffer);
        return buffer.array();
    }

    /** Fills an empty buffer with the bytes from a position on; throws an {@link EOFException} if the file ends before. */
    public static void fill(FileChannel channel, long at, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new EOFException("the file has become shorter");
            }
        }
    }
}
