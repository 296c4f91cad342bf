package growth.data.tokens;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
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
     * Maps a file.
     *
     * @param file   a header, then ids and nothing else
     * @param width  of each
     * @param order  of the bytes of an id
     * @param header bytes of the header
     * @param slice  bytes mapped at once; a multiple of the width
     */
    MappedTokens(Path file, TokenWidth width, ByteOrder order, long header, int slice) throws IOException {
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

    /** Maps a file of ids and nothing else, little-endian. */
    public static MappedTokens of(Path file, TokenWidth width) throws IOException {
        return behind(0, file, width, ByteOrder.LITTLE_ENDIAN);
    }

    /** Maps what stands behind the header of a file, whose length is in bytes. */
    public static MappedTokens behind(long header, Path file, TokenWidth width, ByteOrder order) throws IOException {
        return new MappedTokens(file, width, order, header, SLICE);
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
        slices.forEach(MappedTokens::unmap);
        slices.clear();
    }

    /**
     * Gives mapped memory back at once; reading the buffer afterwards would end the process. Java 17 has no public way;
     * {@code Unsafe.invokeCleaner} is the one that the JDK left open for it, in all versions since 9. Where it is missing, the garbage
     * collector does it later, which is right but slower (and on Windows keeps the file from being deleted).
     */
    private static void unmap(MappedByteBuffer buffer) {
        try {
            // By the platform's loader, so that the bundle needs no import of a package that is not part of the Java platform.
            Class<?> unsafe = Class.forName("sun.misc.Unsafe", true, ClassLoader.getPlatformClassLoader());
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Method cleaner = unsafe.getMethod("invokeCleaner", ByteBuffer.class);
            cleaner.invoke(instance.get(null), buffer);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Left to the garbage collector.
        }
    }
}
