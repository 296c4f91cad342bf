package growth.formats.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.bytedeco.javacpp.Loader;

/**
 * The jars of ND4J and of what it needs as they were published, in the local Maven repository: those, and of those versions, that
 * growth.lib.nd4j is made of. Tests skip where one of them is missing.
 */
final class StockNd4j {
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>\\s*<groupId>(.+?)</groupId>\\s*<artifactId>(.+?)</artifactId>"
            + "(?:\\s*<version>(.+?)</version>)?");
    private static final Path PINS = Path.of("../cnf/pom.xml");

    private StockNd4j() {
    }

    /** Returns the class path. */
    static String classPath() throws IOException, URISyntaxException {
        Path repository = repository();
        List<String> files = new ArrayList<>();
        Matcher dependency = DEPENDENCY.matcher(Files.readString(Path.of("../growth.lib.nd4j/pom.xml")));
        while (dependency.find()) {
            String artifact = dependency.group(2);
            if (!artifact.startsWith("osgi")) {
                String version = version(artifact, dependency.group(3));
                Path folder = repository.resolve(dependency.group(1).replace('.', '/')).resolve(artifact).resolve(version);
                Path jar = folder.resolve(artifact + "-" + version + ".jar");
                assumeTrue(Files.exists(jar), "there is no " + jar);
                // beside it the native code of this platform, if the artefact has any
                Path natives = folder.resolve(artifact + "-" + version + "-" + Loader.getPlatform() + ".jar");
                Stream.of(jar, natives).filter(Files::exists).map(Path::toString).forEach(files::add);
            }
        }
        assertThat(files).anyMatch(file -> file.contains("nd4j-native")).allMatch(file -> !file.contains("/growth"));
        return String.join(File.pathSeparator, files);
    }

    /** Returns the repository, found by a jar that is a bundle by itself and so on every class path of ours. */
    private static Path repository() throws URISyntaxException {
        Path jar = Path.of(FastMath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path repository = jar;
        for (int i = 0; i < 6 && repository != null; i++) {
            repository = repository.getParent();
        }
        assumeTrue(repository != null && Files.isDirectory(repository.resolve("org/nd4j")), "there is no Maven repository around " + jar);
        return repository;
    }

    private static String version(String artifact, String written) throws IOException {
        String pins = Files.readString(PINS);
        if (written == null) {
            Matcher managed = Pattern.compile("<artifactId>" + Pattern.quote(artifact) + "</artifactId>\\s*<version>(.+?)</version>")
                    .matcher(pins);
            assertThat(managed.find()).as(artifact).isTrue();
            return version(artifact, managed.group(1));
        }
        if (!written.startsWith("${")) {
            return written;
        }
        String property = written.substring(2, written.length() - 1);
        Matcher value = Pattern.compile("<" + Pattern.quote(property) + ">(.+?)</").matcher(pins);
        assertThat(value.find()).as(property).isTrue();
        return value.group(1);
    }
}
