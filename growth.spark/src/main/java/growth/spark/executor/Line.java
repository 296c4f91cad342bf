package growth.spark.executor;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Takes bytes of UTF-8 and hands on the lines that they are. */
final class Line extends OutputStream {
    private final Consumer<String> to;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    Line(Consumer<String> to) {
        this.to = to;
    }

    @Override
    public synchronized void write(int value) {
        if (value == '\n') {
            handOn();
        } else {
            begun.write(value);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            write(bytes[i]);
        }
    }

    /** Hands on a line that has no end. */
    @Override
    public synchronized void close() {
        if (begun.size() > 0) {
            handOn();
        }
    }

    private void handOn() {
        String line = begun.toString(StandardCharsets.UTF_8);
        begun.reset();
        to.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
