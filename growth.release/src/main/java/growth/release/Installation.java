package growth.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * An installation, in which components are looked for by their content: whatever names its jars have, and whatever a jar was merged from.
 *
 * @param home its folder
 */
record Installation(Path home) {

    private static final double MERGED = 0.5;

    /**
     * Tells each component where it is.
     *
     * @return the files that belong to none: jars, or entries of jars
     */
    List<String> find(Collection<Component> components) throws IOException {
        List<String> unexplained = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(path -> isCode(path.toString())).sorted().toList()) {
                unexplained.addAll(explain(file, components));
            }
        }
        return unexplained;
    }

    /** What the repository holds of sources and documentation is growth's own. */
    private static boolean isCode(String path) {
        return path.endsWith(".so") || path.endsWith(".dll") || path.endsWith(".dylib") || path.endsWith(".class")
                || path.endsWith(".jar") && !path.endsWith("-sources.jar") && !path.endsWith("-javadoc.jar");
    }

    private List<String> explain(Path file, Collection<Component> components) throws IOException {
        String place = home.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        boolean whole = false;
        boolean own = false;
        for (Component component : components) {
            if (Files.size(component.file()) == bytes.length && Arrays.equals(Files.readAllBytes(component.file()), bytes)) {
                component.foundAt(place);
                whole = true;
                own |= component.isOwn();
            }
        }
        if (whole && !own) {
            return List.of();
        }
        if (!place.endsWith(".jar")) {
            // an unpacked bundle's activator, say
            return place.contains("/growth/") ? List.of() : List.of(place);
        }
        return explainEntries(place, JarContent.of(bytes), components);
    }

    private static List<String> explainEntries(String place, JarContent jar, Collection<Component> components) throws IOException {
        List<JarContent> merged = new ArrayList<>();
        for (Component component : components) {
            if (!component.isOwn() && jar.shareOf(component.content()) >= MERGED) {
                component.foundAt(place);
                merged.add(component.content());
            }
        }
        return jar.entries().entrySet().stream()
                .filter(entry -> JarContent.counts(entry.getKey())
                        && merged.stream().noneMatch(content -> entry.getValue().equals(content.entries().get(entry.getKey()))))
                .map(entry -> place + "!/" + entry.getKey()).toList();
    }
}
