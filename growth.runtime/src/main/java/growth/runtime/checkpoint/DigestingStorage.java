package growth.runtime.checkpoint;

import growth.formats.folder.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** A disk that digests each file while it forces it to the device: the processor has nothing else to do meanwhile. */
final class DigestingStorage implements Storage {
    private final Storage disk;
    private final Map<Path, CompletableFuture<FileDigest>> digests = new ConcurrentHashMap<>();

    DigestingStorage(Storage disk) {
        this.disk = disk;
    }

    /** Returns the digest of a file: that of its bytes when they were forced to the device, or as they are now if they never were. */
    FileDigest digest(Path file) throws IOException {
        CompletableFuture<FileDigest> begun = digests.get(file);
        return begun == null ? FileDigest.of(file) : joined(begun);
    }

    /** Begins to digest a file on another thread. */
    static CompletableFuture<FileDigest> begun(Path file) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return FileDigest.of(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Waits for the digest of a file. */
    static FileDigest joined(CompletableFuture<FileDigest> begun) throws IOException {
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UncheckedIOException unread ? unread.getCause() : new IOException(e.getCause());
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        return new Digested(disk.create(file), file);
    }

    @Override
    public void force(Path path) throws IOException {
        disk.force(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    private final class Digested implements Output {
        private final Output output;
        private final Path file;

        Digested(Output output, Path file) {
            this.output = output;
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            digests.remove(file);
            return output.write(bytes);
        }

        @Override
        public void force() throws IOException {
            digests.put(file, begun(file));
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
