package growth.spark.executor;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import growth.spark.wire.Digest;
import growth.spark.wire.Message.BytesAsked;
import growth.spark.wire.Message.FileCard;
import growth.spark.wire.Order;
import growth.spark.wire.Order.Shelf;
import growth.spark.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rank says, and how files and plug-ins of the driver come to it. */
class RankCommandTest {
    @TempDir
    private Path temporary;

    private Path atDriver;
    private Path scratch;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        atDriver = Files.createDirectory(temporary.resolve("driver"));
        scratch = Files.createDirectory(temporary.resolve("scratch"));
    }

    /** Answers with the file of that content that lies in the driver's folder. */
    private final class Answers implements PluginContext {
        @Override
        public Object ask(Object message) throws Exception {
            String sha256 = ((BytesAsked) Wire.read(message)).sha256();
            asked.add(sha256);
            try (var files = Files.list(atDriver)) {
                for (Path file : files.toList()) {
                    if (Digest.of(file).equals(sha256)) {
                        return Wire.bytes(Files.readAllBytes(file));
                    }
                }
            }
            throw new IOException("no such file");
        }

        @Override
        public void send(Object message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MetricRegistry metricRegistry() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SparkConf conf() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String executorID() {
            return "0";
        }

        @Override
        public String hostname() {
            return "localhost";
        }

        @Override
        public Map<String, ResourceInformation> resources() {
            return Map.of();
        }
    }

    private FileCard card(String name, String text) throws IOException {
        Path file = Files.writeString(atDriver.resolve(name), text);
        return new FileCard(file.toString(), Digest.of(file));
    }

    private static FileCard named(String name, FileCard card) {
        return new FileCard(name, card.sha256());
    }

    private List<String> words(int ranks, List<FileCard> files, String... command) throws IOException {
        Order order = new Order(1, 1, ranks, new ArrayList<>(List.of(command)), "/", new ArrayList<>(files),
                new Shelf(new ArrayList<>(), new ArrayList<>(), ""), new byte[] {1, (byte) 0xfe}, null);
        return new RankCommand(scratch, new Driver(new Answers())).of(order, 1, List.of("a:1", "b:2"));
    }

    @Test
    void aFileThatIsHereIsUsedWhereItIs() throws IOException {
        FileCard run = card("run.yaml", "name: a");
        assertThat(words(1, List.of(run), "train", run.path(), "--quiet")).containsExactly("train", run.path(), "--quiet");
        assertThat(asked).isEmpty();
    }

    @Test
    void aFileThatIsNotHereIsFetchedOnce() throws IOException {
        FileCard run = named("/nowhere/run.yaml", card("run.yaml", "name: a"));
        List<String> words = words(1, List.of(run), "train", run.path(), "--set", "x=" + run.path());
        assertThat(words.get(1)).startsWith(scratch.toString()).endsWith("/run.yaml");
        assertThat(Path.of(words.get(1))).hasContent("name: a");
        assertThat(words.get(3)).isEqualTo("x=/nowhere/run.yaml");
        words(1, List.of(run), "train", run.path());
        assertThat(asked).hasSize(1);
    }

    @Test
    void aFileOfAnotherContentHereIsNotTaken() throws IOException {
        Path here = Files.writeString(temporary.resolve("run.yaml"), "name: other");
        FileCard run = named(here.toString(), card("run.yaml", "name: a"));
        assertThat(Path.of(words(1, List.of(run), "train", run.path()).get(1))).isNotEqualTo(here).hasContent("name: a");
    }

    @Test
    void aRankOfSeveralIsToldWhereTheOthersAreAndTheirSecret() throws IOException {
        List<String> words = words(2, List.of(), "train", "r.yaml");
        assertThat(words.subList(2, 7)).containsExactly("--rank", "1", "--peers", "a:1,b:2", "--peers-secret-file");
        Path secret = Path.of(words.get(7));
        assertThat(secret).hasContent("01fe");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret))).isEqualTo("rw-------");
    }

    @Test
    void aFolderBecomesTheDriversOne() throws IOException {
        Folder folder = new Folder(scratch.resolve("plugins"), new Driver(new Answers()));
        FileCard one = named("one.jar", card("1", "one"));
        FileCard two = named("two.jar", card("2", "two"));
        folder.become(List.of(one, two));
        folder.become(List.of(named("one.jar", card("3", "newer")), named("renamed.jar", two)));
        assertThat(scratch.resolve("plugins")).isDirectoryNotContaining("glob:**two.jar").isDirectoryNotContaining("glob:**.tmp");
        assertThat(scratch.resolve("plugins/one.jar")).hasContent("newer");
        assertThat(scratch.resolve("plugins/renamed.jar")).hasContent("two");
    }
}
