package growth.shell.line;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The stream for results, which remembers the first failure to write. A {@link java.io.PrintStream} keeps that to itself, and a command
 * whose results nobody could read would end as if all were well.
 */
final class StandardOutput extends OutputStream {
    private final OutputStream to;
    private volatile IOException failure;

    /** @param to the stream itself */
    StandardOutput(OutputStream to) {
        this.to = to;
    }

    /** Returns why something could not be written; empty if everything was. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            to.write(bytes, from, length);
        } catch (IOException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        to.flush();
    }
}
