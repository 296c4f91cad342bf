package growth.runtime.disk;

import growth.api.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Estimates the memory the machine can spare, so that an unrequested measurement does not push other programs out of memory. */
final class FreeMemory {
    private static final Path LINUX = Path.of("/proc/meminfo");

    private FreeMemory() {
    }

    /** Returns why that many bytes are too many; empty if they are at most half of the free memory, or if that is unknown. */
    static String lacks(long bytes) {
        OptionalLong free = available();
        return free.isPresent() && bytes > free.getAsLong() / 2
                ? "it needs " + Amounts.bytes(bytes) + ", and of " + Amounts.bytes(free.getAsLong()) + " free memory at most half is taken"
                : "";
    }

    private static OptionalLong available() {
        if (!Files.isReadable(LINUX)) {
            return OptionalLong.empty();
        }
        try {
            return Files.readAllLines(LINUX).stream().filter(line -> line.startsWith("MemAvailable:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
