package growth.data.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file as a stream. The file stays open. */
final class ChannelRange extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long at;

    ChannelRange(FileChannel channel, long from, long length) {
        this.channel = channel;
        this.at = from;
        this.end = from + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at >= end) {
            return -1;
        }
        int read = channel.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, end - at)), at);
        at += Math.max(0, read);
        return read;
    }
}
