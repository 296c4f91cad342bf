package growth.runtime.plugins;

import growth.formats.folder.IoReason;
import growth.runtime.plugins.guard.PlainText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.slf4j.LoggerFactory;

/**
 * What the manifest of a jar says, made harmless for terminals. No code of the jar runs.
 *
 * @param name     the symbolic name; empty if there is none
 * @param version  the version; empty if there is none
 * @param provides what it promises, such as {@code operator stack}
 */
public record ManifestFacts(String name, String version, List<String> provides) {
    private static final ManifestFacts NONE = new ManifestFacts("", "", List.of());
    private static final Pattern DIRECTIVE = Pattern.compile(":=\"[^\"]*\"");
    private static final Pattern PROMISE =
            Pattern.compile("(?:^|,)\\s*(growth\\.\\w+)\\s*;[^,]*?\\1(?::String)?\\s*=\\s*(?:\"([^\"]*)\"|([^,;\"]+))");

    /** Copies the list. */
    public ManifestFacts {
        provides = List.copyOf(provides);
    }

    /**
     * Reads the manifest of a jar; one that has none says nothing.
     *
     * @throws IOException if it cannot be read or is no jar
     */
    public static ManifestFacts of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            return manifest == null ? NONE : of(manifest.getMainAttributes());
        }
    }

    /** As {@link #of(Path)}, but a jar that cannot be read says nothing. */
    static ManifestFacts orNone(Path jar) {
        try {
            return of(jar);
        } catch (IOException e) {
            // the reason stands where the jar was to be installed
            LoggerFactory.getLogger(ManifestFacts.class).debug("{}: {}", jar, IoReason.of(e));
            return NONE;
        }
    }

    private static ManifestFacts of(Attributes headers) {
        String name = text(headers, Constants.BUNDLE_SYMBOLICNAME);
        return new ManifestFacts(name.replaceFirst("\\s*;.*", ""), text(headers, Constants.BUNDLE_VERSION),
                promises(text(headers, Constants.PROVIDE_CAPABILITY)));
    }

    private static String text(Attributes headers, String header) {
        String value = headers.getValue(header);
        return value == null ? "" : PlainText.of(value.strip());
    }

    /** Returns the plug-ins that a header Provide-Capability promises, in words. */
    static List<String> promises(String header) {
        List<String> promises = new ArrayList<>();
        Matcher matcher = PROMISE.matcher(DIRECTIVE.matcher(header).replaceAll(""));
        while (matcher.find()) {
            String name = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            promises.add(words(matcher.group(1)) + " " + PlainText.of(name.strip()));
        }
        return promises;
    }

    private static String words(String namespace) {
        return Arrays.stream(PluginKind.values()).filter(kind -> kind.namespace().equals(namespace)).map(PluginKind::words).findFirst()
                .orElse(namespace.substring(namespace.indexOf('.') + 1));
    }
}
