package growth.formats.folder;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A folder that is written beside its final name and renamed when complete: whoever looks, and whenever the process dies, sees the old
 * folder whole, the new one whole, or (if a folder is replaced and the process dies between two renames) neither until {@link
 * FolderRecovery} has put the old one back. Usage:
 *
 * <pre>{@code
 * try (AtomicFolder folder = AtomicFolder.begin(target)) {
 *     folder.write("state.json", text);
 *     folder.write("model.safetensors", channel -> ...);
 *     folder.commit();
 * }
 * }</pre>
 *
 * A folder that is closed without {@link #commit()} leaves no trace. For one thread.
 */
public final class AtomicFolder implements AutoCloseable {
    /** Writes one file's contents. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    private final FolderName name;
    private final Storage storage;
    private final WriterLock lock;
    private boolean committed;

    private AtomicFolder(FolderName name, Storage storage, WriterLock lock) {
        this.name = name;
        this.storage = storage;
        this.lock = lock;
    }

    /**
     * Begins a folder on the real disk.
     *
     * @param target the folder's final name; a folder of that name is replaced
     * @throws GrowthException (CHECKPOINT) if nothing can be written there
     */
    public static AtomicFolder begin(Path target) {
        return begin(target, Storage.disk());
    }

    /** As {@link #begin(Path)}, on another storage. */
    public static AtomicFolder begin(Path target, Storage storage) {
        FolderName name = FolderName.fresh(target.toAbsolutePath().normalize());
        try {
            if (!Files.isDirectory(name.target().getParent())) {
                Files.createDirectories(name.target().getParent());
            }
            WriterLock lock = WriterLock.take(name.lock()).orElseThrow(() -> new IOException("another process writes it"));
            try {
                Files.createDirectory(name.temporary());
                return new AtomicFolder(name, storage, lock);
            } catch (IOException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw refusal(target, e);
        }
    }

    /**
     * Writes one file and forces it to the device.
     *
     * @param file    a plain file name
     * @param content writes what the file holds
     * @throws GrowthException (CHECKPOINT) in one line, if the disk is full or fails
     */
    public void write(String file, Content content) {
        try (Storage.Output output = storage.create(inside(file))) {
            content.writeTo(output);
            output.force();
        } catch (IOException e) {
            throw refusal(name.target().resolve(file), e);
        }
    }

    /** Writes one file of text in UTF-8. */
    public void write(String file, String text) {
        write(file, channel -> {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /**
     * Lets something write a file that takes a path instead of a channel, and forces the file to the device.
     *
     * @param file   a plain file name
     * @param writer writes the file at the path it is given
     * @throws GrowthException (CHECKPOINT) in one line, if the disk is full or fails
     */
    public void writeAt(String file, Consumer<Path> writer) {
        Path path = inside(file);
        try {
            writer.accept(path);
            storage.force(path);
        } catch (UncheckedIOException e) {
            throw refusal(name.target().resolve(file), e.getCause());
        } catch (IOException e) {
            throw refusal(name.target().resolve(file), e);
        }
    }

    private Path inside(String file) {
        Path path = name.temporary().resolve(file);
        if (!name.temporary().equals(path.getParent())) {
            throw new IllegalArgumentException("'" + file + "' is no plain file name");
        }
        return path;
    }

    /**
     * Gives the folder its final name.
     *
     * @throws GrowthException (CHECKPOINT) if that fails; a folder that was to be replaced is still there
     */
    public void commit() {
        Path target = name.target();
        try {
            storage.force(name.temporary());
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                replace();
            } else {
                storage.rename(name.temporary(), target);
            }
            committed = true;
            storage.force(target.getParent());
        } catch (IOException e) {
            throw refusal(target, e);
        }
    }

    private void replace() throws IOException {
        storage.rename(name.target(), name.old());
        try {
            storage.rename(name.temporary(), name.target());
        } catch (IOException e) {
            storage.rename(name.old(), name.target());
            throw e;
        }
    }

    /** Removes what was written, unless it was committed; then what it replaced. */
    @Override
    public void close() {
        try (lock) {
            FolderTree.delete(committed ? name.old() : name.temporary());
        } catch (IOException e) {
            // the new folder is either in place or not wanted; what is left of it FolderRecovery removes at the next start
            return;
        }
    }

    private static GrowthException refusal(Path file, IOException e) {
        return new GrowthException(Kind.CHECKPOINT,
                file + ": cannot be written: " + IoReason.of(e) + "; nothing that was saved before is lost", e);
    }
}
