package growth.shell.log;

import java.util.logging.Level;

/** How serious a line is. */
enum LogLevel {
    DEBUG, INFO, WARN, ERROR;

    /** Returns the level of the platform's logging. */
    static LogLevel of(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return WARN;
        }
        return value >= Level.INFO.intValue() ? INFO : DEBUG;
    }
}
