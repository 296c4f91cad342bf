package growth.shell.log;

import growth.api.GrowthException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open log: what is printed into it, with time and level, and what the whole process logs meanwhile. */
public final class LogFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    private final RotatingFile file;
    private final LibraryRecords records;

    private LogFile(RotatingFile file) {
        this.file = file;
        records = LibraryRecords.into(file);
    }

    /**
     * Opens the file, to append to what it holds.
     *
     * @param clock tells the time
     * @throws GrowthException (CONFIGURATION) if it cannot be written, or another training writes it
     */
    public static LogFile open(Path file, LogLimits limits, Supplier<Instant> clock) {
        return new LogFile(RotatingFile.open(file, limits, clock, LOG::warn));
    }

    /** Returns where to print; lines that begin with {@code warning:} are warnings. */
    public PrintStream out() {
        return new PrintStream(new StampedLines(file), true, StandardCharsets.UTF_8);
    }

    /** Writes an error. */
    public void error(String line) {
        file.line(LogLevel.ERROR, line);
    }

    @Override
    public void close() {
        records.close();
        file.close();
    }
}
