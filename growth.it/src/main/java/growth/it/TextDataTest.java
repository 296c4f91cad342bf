package growth.it;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.data.DataKind;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.data.options.TextOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** The data source for text is found by its kind, and its tokenizer's native part and mapped files work between class loaders. */
class TextDataTest {
    private static final String TEXT = "Where the bee sucks, there suck I: in a cowslip's bell I lie.\n".repeat(50);

    private final BundleContext context = FrameworkUtil.getBundle(TextDataTest.class).getBundleContext();

    @TempDir
    Path folder;

    @Test
    void textIsTokenisedOnceAndReadInWindows() throws IOException, InvalidSyntaxException {
        Files.writeString(folder.resolve("text.txt"), TEXT);
        List<String> log = new ArrayList<>();
        for (int time = 0; time < 2; time++) {
            try (Dataset data = source().open(request(log))) {
                Tokenizer tokenizer = data.tokenizer().orElseThrow();
                assertThat(tokenizer.decode(tokenizer.encode(TEXT))).isEqualTo(TEXT);
                Batch.Tokens batch = (Batch.Tokens) data.next(2, View.full());
                assertThat(TEXT).contains(tokenizer.decode(Arrays.copyOf(batch.inputs(), 16)));
            }
        }
        assertThat(log).filteredOn(line -> line.startsWith("tokenised: ")).hasSize(1);
    }

    /** zstd's native library, Parquet's classes and the other unpackers are found from inside the bundles. */
    @Test
    void packedTextAndParquetAreRead() throws IOException, InvalidSyntaxException {
        Map<String, String> packed = Map.of(
                "a.txt.gz", "H4sIAAAAAAAAAwvJSC1KVfBUSM4vTc5QKM9IzVPIL88pVkjJV0guqtQDAP0LLeQfAAAA",
                "b.txt.zst", "KLUv/QRY+QAAVGhlcmUgSSBjb3VjaCB3aGVuIG93bHMgZG8gY3J5LtMr+Fo=",
                "c.txt.xz", "/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAeVGhlcmUgSSBjb3VjaCB3aGVuIG93bHMgZG8gY3J5LgAAudACXrD2L9gAATcf6hiJPR+2"
                + "830BAAAAAARZWg==",
                "d.txt.bz2", "QlpoOTFBWSZTWXxdrZsAAAQXgEABACAEAA5FmqAgACKYRo0zKFMABNNtNekxwLkaxRtLDwykOnfi7kinChIPi7WzYA==",
                "e.txt.lz4", "BCJNGGRApx8AAIBUaGVyZSBJIGNvdWNoIHdoZW4gb3dscyBkbyBjcnkuAAAAAHD1aJg=");
        Files.createDirectories(folder.resolve("packed"));
        for (Map.Entry<String, String> file : packed.entrySet()) {
            Files.write(folder.resolve("packed").resolve(file.getKey()), Base64.getDecoder().decode(file.getValue()));
        }
        try (InputStream rows = TextDataTest.class.getResourceAsStream("rows.parquet")) {
            Files.write(folder.resolve("packed/z.parquet"), rows.readAllBytes());
        }
        try (Dataset data = source().open(bytes("packed"))) {
            int[] read = data.validation(View.full(), Long.MAX_VALUE, 1).stream()
                    .flatMapToInt(batch -> Arrays.stream(((Batch.Tokens) batch).inputs())).toArray();
            assertThat(data.tokenizer().orElseThrow().decode(read))
                    .startsWith("There I couch when owls do cry.\f".repeat(packed.size()) + "Row 0: ü🐻\fRow 1: ü🐻 word\f");
        }
    }

    private DataRequest bytes(String files) {
        GivenOptions tokenizer = new GivenOptions("data.tokenizer", "run.yaml:3", Map.of("kind", "bytes"), Map.of());
        Map<String, Object> values = Map.of("valid", List.of(files), "valid-share", 0.1, "tokenizer", tokenizer, "format", "auto", "field",
                "text");
        return new DataRequest(new GivenOptions("data", "run.yaml:1", values, Map.of()).as(TextOptions.class), folder,
                folder.resolve("cache"), DataRequest.Model.tokens(Family.LLAMA, 16), 1, line -> { });
    }

    private DataRequest request(List<String> log) {
        GivenOptions tokenizer = new GivenOptions("data.tokenizer", "run.yaml:3", Map.of("kind", "bpe", "vocabulary", 280L), Map.of());
        Map<String, Object> values = Map.of("train", List.of("text.txt"), "valid-share", 0.1, "tokenizer", tokenizer,
                "format", "auto", "field", "text");
        return new DataRequest(new GivenOptions("data", "run.yaml:1", values, Map.of()).as(TextOptions.class), folder,
                folder.resolve("cache"), DataRequest.Model.tokens(Family.LLAMA, 16), 1, log::add);
    }

    private DataSource source() throws InvalidSyntaxException {
        List<ServiceReference<DataSource>> references = List.copyOf(
                context.getServiceReferences(DataSource.class, "(" + DataKind.PROPERTY + "=text)"));
        assertThat(references).hasSize(1);
        return context.getService(references.get(0));
    }
}
