package growth.report.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The framing of records in TFRecord files: length (8 bytes), its checksum (4), the record, its checksum (4), all little-endian. Checksums
 * are CRC-32C, rotated and shifted so that a checksum of data that hold checksums stays a good one.
 */
final class RecordFraming {
    /** Bytes before a record. */
    static final int HEAD = Long.BYTES + Integer.BYTES;
    /** Bytes after a record. */
    static final int TAIL = Integer.BYTES;
    private static final int ROTATION = 15;
    private static final int SHIFT = 0xa282ead8;

    private RecordFraming() {
    }

    /** Returns the record in its frame, ready to be written. */
    static ByteBuffer framed(byte[] record) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD + record.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(record.length);
        frame.putInt(checksum(frame.array(), 0, Long.BYTES));
        frame.put(record);
        frame.putInt(checksum(record, 0, record.length));
        return frame.flip();
    }

    /** Returns the masked CRC-32C of those bytes. */
    static int checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), ROTATION) + SHIFT;
    }
}
