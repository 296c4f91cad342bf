package growth.report.tensorboard;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message in protobuf's wire format, built field by field. What has its default value is left out by the caller, as proto3 does. */
final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int KIND_BITS = 3;
    private static final int GROUP = 7;
    private static final int GROUP_BITS = 0x7f;
    private static final int MORE = 0x80;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Adds a whole number. */
    Message number(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    /** Adds a number of double precision. */
    Message number(int field, double value) {
        key(field, FIXED64);
        bytes.writeBytes(ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array());
        return this;
    }

    /** Adds a number of single precision. */
    Message number(int field, float value) {
        key(field, FIXED32);
        bytes.writeBytes(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array());
        return this;
    }

    /** Adds a text, in UTF-8. */
    Message text(int field, String value) {
        return nested(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a message. */
    Message nested(int field, Message value) {
        return nested(field, value.bytes());
    }

    private Message nested(int field, byte[] value) {
        key(field, LENGTH);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** Returns the message so far. */
    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void key(int field, int kind) {
        varint((long) field << KIND_BITS | kind);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~GROUP_BITS) != 0) {
            bytes.write((int) (rest & GROUP_BITS | MORE));
            rest >>>= GROUP;
        }
        bytes.write((int) rest);
    }
}
