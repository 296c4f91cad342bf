package growth.shell.log;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A log file of bounded size: {@code log.txt} is the present one, {@code log.txt.1} the one before. Each line has its time in UTC and a
 * level. The file is this process's alone as long as it is open. What goes wrong once it is open ends the log, never its
 * caller. For all threads.
 */
final class RotatingFile implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private final Path file;
    private final LogLimits limits;
    private final Supplier<Instant> clock;
    private final Consumer<String> troubles;
    private FileChannel channel;
    private long size;

    private RotatingFile(Path file, LogLimits limits, Supplier<Instant> clock, Consumer<String> troubles) {
        this.file = file;
        this.limits = limits;
        this.clock = clock;
        this.troubles = troubles;
    }

    /**
     * Opens the file, to append to what it holds.
     *
     * @param clock    tells the time
     * @param troubles takes one line if the log ends because it cannot be written any more
     * @throws GrowthException (CONFIGURATION) if it cannot be written, or another process writes it
     */
    static RotatingFile open(Path file, LogLimits limits, Supplier<Instant> clock, Consumer<String> troubles) {
        RotatingFile opened = new RotatingFile(file, limits, clock, troubles);
        try {
            if (!opened.locked()) {
                throw new GrowthException(Kind.CONFIGURATION,
                        file + ": another training writes its log there; each needs a file of its own");
            }
            return opened;
        } catch (IOException e) {
            throw new GrowthException(Kind.CONFIGURATION, file + ": cannot be written: " + IoReason.of(e), e);
        }
    }

    private boolean locked() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        size = channel.size();
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // another training of this process has it
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked;
    }

    /** Writes a line; nothing if the file is closed. */
    synchronized void line(LogLevel level, String text) {
        if (!channel.isOpen()) {
            return;
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(String.format("%s %-5s %s%n", TIME.format(clock.get()), level, text));
        try {
            if (size > 0 && size + bytes.remaining() > limits.bytes()) {
                rotate();
            }
            size += bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            close();
            troubles.accept(file + ": cannot be written: " + IoReason.of(e) + "; the log ends here, the training does not");
        }
    }

    private void rotate() throws IOException {
        channel.close();
        for (int i = limits.files() - 1; i > 0; i--) {
            Path younger = i == 1 ? file : numbered(i - 1);
            if (Files.exists(younger)) {
                Files.move(younger, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (limits.files() == 1) {
            Files.delete(file);
        }
        if (!locked()) {
            throw new IOException("another process writes it");
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // every line has been written on its own
            return;
        }
    }
}
