package growth.runtime.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of this process as Linux counts it.
 *
 * @param resident bytes now (VmRSS); NaN where the system does not tell
 * @param highest  most bytes so far (VmHWM); NaN where the system does not tell
 */
public record ProcessMemory(double resident, double highest) {
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Returns the memory of this process now. */
    public static ProcessMemory now() {
        try {
            return of(Files.readAllLines(STATUS));
        } catch (IOException e) {
            return new ProcessMemory(Double.NaN, Double.NaN);
        }
    }

    /** @param status the lines of {@code /proc/self/status} */
    public static ProcessMemory of(List<String> status) {
        return new ProcessMemory(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
    }

    /** Lines look like {@code VmRSS:     123456 kB}. */
    private static double bytes(List<String> status, String name) {
        return status.stream().filter(line -> line.startsWith(name))
                .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst().orElse(Double.NaN);
    }
}
