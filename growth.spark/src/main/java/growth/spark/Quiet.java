package growth.spark;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.LoggerFactory;

/** Spark's own lines on the user's terminal: what concerns the user, growth says itself. */
final class Quiet {
    /** java.util.logging forgets loggers that nobody holds, with their levels. */
    private static final List<Logger> LOGGERS = List.of("org.apache.spark", "org.apache.hadoop", "org.sparkproject", "io.netty").stream()
            .map(Logger::getLogger).toList();

    private Quiet() {
    }

    /** Keeps libraries quiet, whichever logging they have: ours, or that of an installation of Spark. */
    static void keep() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
        if (LoggerFactory.getILoggerFactory().getClass().getName().startsWith("org.apache.logging.")) {
            Configurator.setRootLevel(org.apache.logging.log4j.Level.OFF);
            Configurator.setLevel("growth", org.apache.logging.log4j.Level.WARN);
        }
    }
}
