package growth.runtime.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Splits bytes that come in pieces into lines. For one thread. */
final class LineSplitter {
    /** Longer than any line of a record; longer input is not held in memory. */
    static final int LONGEST = 1 << 26;

    /** Takes lines. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param line   the line without its end; its beginning if it is longer than {@link #LONGEST}
         * @param length its length in bytes
         */
        void take(byte[] line, long length) throws IOException;
    }

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long length;

    LineSplitter(Sink sink) {
        this.sink = sink;
    }

    /** Takes the next bytes. */
    void feed(byte[] bytes, int count) throws IOException {
        int begin = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                append(bytes, begin, i);
                give();
                begin = i + 1;
            }
        }
        append(bytes, begin, count);
    }

    /** Returns whether there is a last line without an end. */
    boolean pending() {
        return length > 0;
    }

    /** Takes the last line as it is. */
    void give() throws IOException {
        sink.take(line.toByteArray(), length);
        line.reset();
        length = 0;
    }

    private void append(byte[] bytes, int from, int to) {
        line.write(bytes, from, (int) Math.min(to - from, Math.max(0, LONGEST - length)));
        length += to - from;
    }
}
