package growth.formats.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** The real disk, with something that happens at the n-th operation or when it has taken so many bytes. */
final class FaultyStorage implements Storage {
    /** What happens. */
    interface Fault {
        void strike() throws IOException;
    }

    private final Storage disk = Storage.disk();
    private final Fault fault;
    private int operations;
    private long bytes;

    private FaultyStorage(int operations, long bytes, Fault fault) {
        this.operations = operations;
        this.bytes = bytes;
        this.fault = fault;
    }

    static FaultyStorage atOperation(int n, Fault fault) {
        return new FaultyStorage(n, Long.MAX_VALUE, fault);
    }

    static FaultyStorage afterBytes(long n, Fault fault) {
        return new FaultyStorage(Integer.MAX_VALUE, n, fault);
    }

    private void count() throws IOException {
        if (operations-- == 0) {
            fault.strike();
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        count();
        return new FaultyOutput(disk.create(file));
    }

    @Override
    public void force(Path path) throws IOException {
        count();
        disk.force(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        count();
        disk.rename(from, to);
    }

    private final class FaultyOutput implements Output {
        private final Output output;

        private FaultyOutput(Output output) {
            this.output = output;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            count();
            if (source.remaining() <= bytes) {
                bytes -= source.remaining();
                return output.write(source);
            }
            ByteBuffer part = source.duplicate().limit(source.position() + (int) bytes);
            while (part.hasRemaining()) {
                output.write(part);
            }
            fault.strike();
            return output.write(source);
        }

        @Override
        public void force() throws IOException {
            count();
            output.force();
        }

        @Override
        public boolean isOpen() {
            return output.isOpen();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
