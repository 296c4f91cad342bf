package growth.report.tensorboard;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads an event file of ours as far as it is whole: a crash may have cut it anywhere. */
final class EventReader implements AutoCloseable {
    /** Longer than any record of ours; a broken length is not believed. */
    private static final int LONGEST = 1 << 26;
    private static final int KIND_BITS = 3;
    private static final int KIND = 7;
    private static final int GROUP = 7;
    private static final int GROUP_BITS = 0x7f;
    private final InputStream in;

    EventReader(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file));
    }

    /**
     * When something was told.
     *
     * @param wallTime seconds since 1970
     * @param step     training step
     * @param tag      name of the first value; empty where there is none
     */
    record Told(double wallTime, long step, String tag) {
    }

    /** Returns the next event; empty at the end of the file, or of what is whole of it. */
    Optional<Told> next() throws IOException {
        try {
            ByteBuffer head = bytes(RecordFraming.HEAD);
            long length = head.getLong();
            if (head.getInt() != RecordFraming.checksum(head.array(), 0, Long.BYTES) || length < 0 || length > LONGEST) {
                return Optional.empty();
            }
            ByteBuffer record = bytes((int) length);
            int checksum = bytes(RecordFraming.TAIL).getInt();
            return checksum == RecordFraming.checksum(record.array(), 0, (int) length) ? Optional.of(told(record)) : Optional.empty();
        } catch (EOFException | BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private ByteBuffer bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Told told(ByteBuffer event) {
        double wallTime = 0;
        long step = 0;
        String tag = "";
        while (event.hasRemaining()) {
            int key = (int) varint(event);
            int field = key >> KIND_BITS;
            if (field == 1) {
                wallTime = event.getDouble();
            } else if (field == 2) {
                step = varint(event);
            } else if ((key & KIND) == 2) {
                ByteBuffer nested = nested(event);
                tag = field == 5 ? tag(nested) : tag;
            } else {
                throw new IllegalArgumentException("no field of an event");
            }
        }
        return new Told(wallTime, step, tag);
    }

    /** Returns the name of a summary's first value, which is the first field of its first field. */
    private static String tag(ByteBuffer summary) {
        varint(summary);
        ByteBuffer value = nested(summary);
        varint(value);
        ByteBuffer tag = nested(value);
        return StandardCharsets.UTF_8.decode(tag).toString();
    }

    private static ByteBuffer nested(ByteBuffer message) {
        int length = (int) varint(message);
        ByteBuffer nested = message.slice(message.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        message.position(message.position() + length);
        return nested;
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = message.get();
            value |= (long) (next & GROUP_BITS) << shift;
            shift += GROUP;
        } while (next < 0);
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
