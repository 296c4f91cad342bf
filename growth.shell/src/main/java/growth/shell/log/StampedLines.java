package growth.shell.log;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Takes what is printed and gives it to a log by lines. For one thread. */
final class StampedLines extends OutputStream {
    private static final String WARNING = "warning: ";
    private final RotatingFile log;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    StampedLines(RotatingFile log) {
        this.log = log;
    }

    @Override
    public void write(int value) {
        if (value != '\n') {
            line.write(value);
            return;
        }
        String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
        line.reset();
        boolean warns = text.startsWith(WARNING);
        log.line(warns ? LogLevel.WARN : LogLevel.INFO, warns ? text.substring(WARNING.length()) : text);
    }
}
