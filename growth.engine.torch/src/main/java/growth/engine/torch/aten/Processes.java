package growth.engine.torch.aten;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What this process has loaded, and its environment as native code sees it. */
final class Processes {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private Processes() {
    }

    /** Returns the file of a library that is in the process; empty if there is none or the system does not tell. */
    static Optional<Path> loaded(String library) {
        if (!Files.isReadable(MAPS)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains("/" + library + ".")).map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sets a variable that getenv of the C library returns; Java's own view of the environment is a copy and does not change. */
    static void setEnvironmentIfAbsent(String name, String value) {
        Function.getFunction(null, "setenv").invokeInt(new Object[]{name, value, 0});
    }
}
