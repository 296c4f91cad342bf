package growth.runtime.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The memory limit of a process according to Linux.
 *
 * @param bytes the smallest limit; infinite where the system does not tell
 * @param what  what sets it, in words
 */
public record MemoryLimit(double bytes, String what) {
    /** Control groups of version 1 without a limit have one near 2^63. */
    private static final double NO_LIMIT = 0x1p60;
    private static final MemoryLimit NONE = new MemoryLimit(Double.POSITIVE_INFINITY, "nothing");

    /** Returns the limit of this process. */
    public static MemoryLimit now() {
        return of(Path.of("/"));
    }

    /**
     * Returns the smaller one of the machine's memory and the limits of the process's control groups, of version 1 or 2, and those above.
     *
     * @param root what stands for {@code /}: holds {@code proc/meminfo}, {@code proc/self/cgroup} and {@code sys/fs/cgroup}
     */
    static MemoryLimit of(Path root) {
        MemoryLimit limit = lines(root.resolve("proc/meminfo")).stream().filter(line -> line.startsWith("MemTotal:"))
                .map(line -> new MemoryLimit(1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")), "this machine")).findFirst()
                .orElse(NONE);
        Path groups = root.resolve("sys/fs/cgroup");
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0")) {
                limit = limit.smallest(groups, groups.resolve("." + parts[2]).normalize(), "memory.max");
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                Path memory = groups.resolve("memory");
                limit = limit.smallest(memory, memory.resolve("." + parts[2]).normalize(), "memory.limit_in_bytes");
            }
        }
        return limit;
    }

    /** A group is bound by the limits of those above, too. In a container its own may be mounted as the topmost. */
    private MemoryLimit smallest(Path top, Path group, String file) {
        MemoryLimit smallest = this;
        for (Path folder = group; folder != null && folder.startsWith(top); folder = folder.getParent()) {
            Path limit = folder.resolve(file);
            OptionalDouble set = lines(limit).stream().filter(line -> line.matches("[0-9]+")).mapToDouble(Double::parseDouble).findFirst();
            if (set.isPresent() && set.getAsDouble() < Math.min(NO_LIMIT, smallest.bytes)) {
                smallest = new MemoryLimit(set.getAsDouble(), "this process's control group");
            }
        }
        return smallest;
    }

    private static List<String> lines(Path file) {
        try {
            return Optional.of(file).filter(Files::isReadable).isPresent() ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
