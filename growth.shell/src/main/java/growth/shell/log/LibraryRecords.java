package growth.shell.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Gives a log what libraries, plug-ins and the framework itself log of the whole process, as far as {@code logging.properties} lets it
 * through.
 */
final class LibraryRecords extends Handler {
    /** Tells each note of a run at a level of its own; the log has it already. */
    private static final String NOTES = "growth.runtime.train.Audience";
    private static final Logger ROOT = Logger.getLogger("");
    private final RotatingFile log;

    private LibraryRecords(RotatingFile log) {
        this.log = log;
        Filter filter = record -> !NOTES.equals(record.getLoggerName()) || LogLevel.of(record.getLevel()) != LogLevel.INFO;
        setFilter(filter);
    }

    /** Begins to listen. */
    static LibraryRecords into(RotatingFile log) {
        LibraryRecords records = new LibraryRecords(log);
        ROOT.addHandler(records);
        return records;
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            LogLevel level = LogLevel.of(record.getLevel());
            String name = record.getLoggerName() == null ? "" : record.getLoggerName() + ": ";
            (name + new SimpleFormatter().formatMessage(record)).lines().forEach(line -> log.line(level, line));
            if (record.getThrown() != null) {
                StringWriter trace = new StringWriter();
                record.getThrown().printStackTrace(new PrintWriter(trace, true));
                trace.toString().lines().forEach(line -> log.line(level, line));
            }
        }
    }

    @Override
    public void flush() {
        // every line is written at once
    }

    @Override
    public void close() {
        ROOT.removeHandler(this);
    }
}
