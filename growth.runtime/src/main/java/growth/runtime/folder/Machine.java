package growth.runtime.folder;

import growth.api.engine.Engine.Hindrance;
import growth.api.engine.Engine.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine and the Java virtual machine, as facts for provenance. */
public final class Machine {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {
    }

    /** Returns name → fact, with what the engine finds around it. */
    public static Map<String, String> facts(Surroundings around) {
        Map<String, String> facts = facts();
        around.facts().forEach(facts::putIfAbsent);
        if (!around.hindrances().isEmpty()) {
            facts.put("slowed by", around.hindrances().stream().map(Hindrance::fact).collect(Collectors.joining("; ")));
        }
        return facts;
    }

    /** Returns name → fact. */
    public static Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        facts.put("processor", processor().orElse("unknown"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        return facts;
    }

    /** Linux tells it in a file; other systems leave it to their tools, which are not worth a process. */
    private static Optional<String> processor() {
        if (!Files.isReadable(CPU_INFO)) {
            return Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(l -> l.startsWith("model name")).map(l -> l.substring(l.indexOf(':') + 1).trim()).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
