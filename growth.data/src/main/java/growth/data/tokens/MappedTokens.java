package growth.data.tokens;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Token ids in a file that the operating system reads as it is needed, so that a corpus may be larger than memory. A buffer of Java ends
 * at 2 GiB, so the file is mapped in slices.
 */
public final class MappedTokens implements Tokens {
    private static final int SLICE = 1 << 30;

    private final TokenWidth width;
    private final long size;
    private final int perSlice;
    private final List<MappedByteBuffer> slices = new ArrayList<>();
    private boolean closed;

    /**
     * @param file  ids and nothing else
     * @param width of each
     */
    public MappedTokens(Path file, TokenWidth width) throws IOException {
        this(file, width, ByteOrder.LITTLE_ENDIAN, 0, SLICE);
    }

    /**
     * @param file   a header, then ids and nothing else
     * @param width  of each
     * @param order  of the bytes of an id
     * @param header bytes of the header
     */
    public MappedTokens(Path file, TokenWidth width, ByteOrder order, long header) throws IOException {
        this(file, width, order, header, SLICE);
    }

    /** @param slice bytes mapped at once; a multiple of the width */
    MappedTokens(Path file, TokenWidth width, int slice) throws IOException {
        this(file, width, ByteOrder.LITTLE_ENDIAN, 0, slice);
    }

    private MappedTokens(Path file, TokenWidth width, ByteOrder order, long header, int slice) throws IOException {
        this.width = width;
        this.perSlice = slice / width.bytes();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size() - header;
            this.size = bytes / width.bytes();
            for (long start = 0; start < bytes; start += slice) {
                MappedByteBuffer mapped = channel.map(MapMode.READ_ONLY, header + start, Math.min(slice, bytes - start));
                mapped.order(order);
                slices.add(mapped);
            }
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long from, int[] into, int offset, int count) {
        if (closed) {
            throw new IllegalStateException("the tokens have been closed");
        }
        Objects.checkFromIndexSize(from, count, size);
        for (int i = 0; i < count; i++) {
            long index = from + i;
            into[offset + i] = width.get(slices.get((int) (index / perSlice)), (int) (index % perSlice));
        }
    }

    @Override
    public void close() {
        closed = true;
        slices.forEach(Unmapper::unmap);
        slices.clear();
    }
}
