package growth.runtime.checkpoint;

import growth.formats.folder.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk with room for so many bytes. */
final class FullDisk implements Storage {
    private final Storage disk = Storage.disk();
    private long room;

    FullDisk(long room) {
        this.room = room;
    }

    private void take(long bytes) throws IOException {
        room -= bytes;
        if (room < 0) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        Output output = disk.create(file);
        return new Output() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                take(bytes.remaining());
                return output.write(bytes);
            }

            @Override
            public void force() throws IOException {
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
        };
    }

    @Override
    public void force(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            take(Files.size(path));
        }
        disk.force(path);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }
}
