package growth.report.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A reader of event files that shares no code with what writes them: CRC-32C bit by bit, messages by their field numbers. */
final class EventFileParser {
    private static final int POLYNOMIAL = 0x82f63b78;

    private EventFileParser() {
    }

    /** A value as read. */
    record Read(double wallTime, long step, String tag, Object value) {
    }

    /** Returns the values of all events; checks every checksum, and that the file begins as such files do. */
    static List<Read> values(Path file) throws IOException {
        List<Read> values = new ArrayList<>();
        List<byte[]> records = records(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
        assertThat(text(fields(records.get(0)).get(3).get(0))).isEqualTo("brain.Event:2");
        for (byte[] record : records) {
            Map<Integer, List<Object>> event = fields(record);
            for (Object summary : event.getOrDefault(5, List.of())) {
                for (Object value : fields((byte[]) summary).get(1)) {
                    values.add(value(event, fields((byte[]) value)));
                }
            }
        }
        return values;
    }

    private static Read value(Map<Integer, List<Object>> event, Map<Integer, List<Object>> value) {
        long step = event.containsKey(2) ? (Long) event.get(2).get(0) : 0;
        Object read = value.containsKey(2) ? Float.intBitsToFloat((Integer) value.get(2).get(0))
                : text(fields((byte[]) value.get(8).get(0)).get(8).get(0));
        return new Read(Double.longBitsToDouble((Long) event.get(1).get(0)), step, text(value.get(1).get(0)), read);
    }

    static List<byte[]> records(ByteBuffer file) {
        List<byte[]> records = new ArrayList<>();
        while (file.hasRemaining()) {
            byte[] length = new byte[8];
            file.get(length);
            assertThat(file.getInt()).isEqualTo(masked(length));
            byte[] record = new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
            file.get(record);
            assertThat(file.getInt()).isEqualTo(masked(record));
            records.add(record);
        }
        return records;
    }

    private static int masked(byte[] bytes) {
        int crc = ~0;
        for (byte one : bytes) {
            crc ^= one & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static Map<Integer, List<Object>> fields(byte[] message) {
        Map<Integer, List<Object>> fields = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 5 -> in.getInt();
                case 2 -> {
                    byte[] bytes = new byte[(int) varint(in)];
                    in.get(bytes);
                    yield bytes;
                }
                default -> throw new AssertionError("field of kind " + (key & 7));
            };
            fields.computeIfAbsent((int) (key >> 3), field -> new ArrayList<>()).add(value);
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long next = in.get();
        return next < 0 ? next & 0x7f | varint(in) << 7 : next;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }
}
