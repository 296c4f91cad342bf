package growth.formats.samediff;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.bytedeco.javacpp.Loader;

/** The jars of ND4J as they were published, in the local Maven repository. Tests skip where one of them is missing. */
final class StockNd4j {
    private static final List<String> JARS = List.of("org/nd4j/nd4j-api", "org/nd4j/nd4j-common", "org/nd4j/nd4j-native",
            "org/nd4j/nd4j-native-api", "org/nd4j/nd4j-native-preset", "org/nd4j/nd4j-presets-common", "org/nd4j/guava",
            "org/nd4j/jackson", "org/nd4j/protobuf", "org/bytedeco/javacpp", "org/bytedeco/openblas",
            "com/google/flatbuffers/flatbuffers-java", "net/ericaro/neoitertools", "com/jakewharton/byteunits/byteunits",
            "org/apache/commons/commons-math3", "org/apache/commons/commons-lang3", "org/apache/commons/commons-collections4",
            "org/apache/commons/commons-compress", "commons-io/commons-io", "commons-codec/commons-codec", "org/slf4j/slf4j-api");

    private StockNd4j() {
    }

    /** Returns the class path. */
    static String classPath() throws IOException, URISyntaxException {
        Path math = Path.of(FastMath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path repository = math;
        for (int i = 0; i < 6 && repository != null; i++) {
            repository = repository.getParent();
        }
        assumeTrue(repository != null && Files.isDirectory(repository.resolve("org/nd4j")), "there is no Maven repository around " + math);
        List<String> files = new ArrayList<>();
        for (String artifact : JARS) {
            files.addAll(jars(repository.resolve(artifact)));
        }
        return String.join(File.pathSeparator, files);
    }

    /** Returns the jars of the newest version that is there, that of this platform's native code too. */
    private static List<String> jars(Path artifact) throws IOException {
        List<Path> versions = new ArrayList<>();
        if (Files.isDirectory(artifact)) {
            try (Stream<Path> entries = Files.list(artifact)) {
                entries.sorted().filter(version -> Files.exists(jar(artifact, version, ""))).forEach(versions::add);
            }
        }
        assumeTrue(!versions.isEmpty(), "there is no jar in " + artifact);
        Path newest = versions.get(versions.size() - 1);
        return Stream.of("", "-" + Loader.getPlatform()).map(classifier -> jar(artifact, newest, classifier)).filter(Files::exists)
                .map(Path::toString).collect(Collectors.toList());
    }

    private static Path jar(Path artifact, Path version, String classifier) {
        return version.resolve(artifact.getFileName() + "-" + version.getFileName() + classifier + ".jar");
    }
}
