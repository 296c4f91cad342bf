package growth.launcher.place;

import java.util.Map;
import java.util.Objects;

/**
 * A process of a place that carries out one command at a time.
 *
 * @param id       the place's name for it
 * @param host     the machine it is on
 * @param cores    how many processor cores a command may use there
 * @param memory   bytes that a command may take there, in the heap and outside it; 0 if the place does not say
 * @param java     its Java's version, for example {@code 17.0.15+6}
 * @param versions its installation's bundles: symbolic name → version and digest, in one word
 */
public record Executor(String id, String host, int cores, long memory, String java, Map<String, String> versions) {
    /** @throws NullPointerException if a text is null */
    public Executor {
        Objects.requireNonNull(id);
        Objects.requireNonNull(host);
        Objects.requireNonNull(java);
        versions = Map.copyOf(versions);
    }
}
