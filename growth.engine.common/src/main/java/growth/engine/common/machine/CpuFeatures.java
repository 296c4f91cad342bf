package growth.engine.common.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What all processors of the machine have, as far as the system lets programs use it.
 *
 * @param instructions what they have; empty if the system does not tell
 */
public record CpuFeatures(Set<Instructions> instructions) {
    /** Of a system that does not tell. */
    public static final CpuFeatures UNKNOWN = new CpuFeatures(Set.of());
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final List<String> SYSCTL = List.of("/usr/sbin/sysctl", "hw.optional");
    /** The line of a processor: x86 calls them flags, ARM features. */
    private static final Pattern FLAGS = Pattern.compile("(?m)^(?:flags|Features)\\s*:(.*)$");
    private static final Pattern SWITCHED_ON = Pattern.compile("(?m)^(hw\\.optional\\.\\S+): 1$");

    public CpuFeatures {
        // in the order of the names
        instructions = instructions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(instructions));
    }

    /** Asks the system. */
    public static CpuFeatures ofSystem() {
        try {
            if (Files.isReadable(CPU_INFO)) {
                return ofCpuInfo(Files.readString(CPU_INFO, StandardCharsets.ISO_8859_1));
            }
            return Files.isExecutable(Path.of(SYSCTL.get(0))) ? ofSysctl(output(SYSCTL)) : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Returns what every processor of a Linux machine has: large and small cores may differ.
     *
     * @param text of {@code /proc/cpuinfo}
     */
    public static CpuFeatures ofCpuInfo(String text) {
        Optional<Set<String>> common = FLAGS.matcher(text).results().map(line -> words(line.group(1))).reduce((one, other) -> {
            one.retainAll(other);
            return one;
        });
        return common.map(flags -> of(i -> i.amongFlags(flags))).orElse(UNKNOWN);
    }

    private static Set<String> words(String line) {
        return new HashSet<>(Arrays.asList(line.trim().split("\\s+")));
    }

    /**
     * Returns what a Mac has.
     *
     * @param text what {@code sysctl hw.optional} prints
     */
    public static CpuFeatures ofSysctl(String text) {
        Set<String> on = SWITCHED_ON.matcher(text).results().map(line -> line.group(1)).collect(Collectors.toSet());
        return of(i -> i.amongSwitches(on));
    }

    private static CpuFeatures of(Predicate<Instructions> there) {
        return new CpuFeatures(Arrays.stream(Instructions.values()).filter(there).collect(Collectors.toSet()));
    }

    /** Returns whether the processors have those instructions. */
    public boolean has(Instructions wanted) {
        return instructions.contains(wanted);
    }

    /** Returns whether bfloat16 is multiplied in hardware; false also where nobody knows. */
    public boolean bf16() {
        return instructions.stream().anyMatch(Instructions::bf16);
    }

    /** Returns the facts for users: the vectors, and whether bfloat16 is in hardware. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("vectors", vectors());
        facts.put("bf16", instructions.isEmpty() ? "unknown, the system does not tell" : !bf16() ? "not in hardware" : "in hardware, "
                + instructions.stream().filter(Instructions::bf16).map(Instructions::toString).collect(Collectors.joining(" and ")));
        return facts;
    }

    private String vectors() {
        return has(Instructions.AVX512) ? "512 bits, AVX-512" : has(Instructions.AVX2) ? "256 bits, AVX2" : has(Instructions.AVX)
                ? "256 bits, AVX" : has(Instructions.SSE) ? "128 bits, SSE" : has(Instructions.SVE) ? "SVE" : has(Instructions.NEON)
                ? "128 bits, NEON" : "unknown, the system does not tell";
    }
}
