package growth.data;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.data.DataRequest;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.data.synthetic.SyntheticSource;
import growth.data.tensors.BatchFiles;
import growth.data.tensors.TensorSource;
import growth.data.text.TextSource;
import growth.data.tokenfiles.TokensSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The validation data of every kind are the same rows with the same labels, in whatever batches they are asked for. */
class ValidationRowsTest {
    private static final int CONTEXT = 8;
    private static final int IMAGE = 8;
    private static final String TALE = "The fox took the bread, and the hen saw it go. ".repeat(6);

    @TempDir
    Path folder;

    private Dataset open(DataSource source, Family family, Map<String, Object> more) {
        Given given = new Given(source, folder,
                new DataRequest.Model(family, family == Family.VIT ? 0 : CONTEXT, family == Family.VIT ? IMAGE : 0, 0), 1,
                new ArrayList<>());
        more.forEach(given::with);
        return given.open();
    }

    private Map<String, Dataset> all() throws IOException {
        Files.writeString(folder.resolve("train.txt"), TALE);
        Files.writeString(folder.resolve("valid.txt"), TALE.replace("fox", "cat"));
        Files.write(folder.resolve("train.bin"), TALE.getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("valid.bin"), TALE.replace("fox", "owl").getBytes(StandardCharsets.UTF_16LE));
        List<Long> shape = List.of(13L, (long) CONTEXT);
        int[] ids = IntStream.range(0, 13 * CONTEXT).toArray();
        new BatchFiles().ints("input_ids", shape, ids).ints("labels", shape, ids).write(folder.resolve("batch.safetensors"));
        Map<String, Object> text = Map.of("train", List.of("train.txt"), "valid", List.of("valid.txt"));
        Map<String, Object> tokens = Map.of("train", List.of("train.bin"), "valid", List.of("valid.bin"));
        Map<String, Dataset> datasets = new LinkedHashMap<>();
        datasets.put("text", open(new TextSource(), Family.LLAMA, text));
        datasets.put("masked text", open(new TextSource(), Family.BERT, text));
        datasets.put("tokens", open(new TokensSource(), Family.GPT2, tokens));
        datasets.put("masked tokens", open(new TokensSource(), Family.BERT, with(tokens, "mask-id", 127L)));
        datasets.put("tensors", open(new TensorSource(), Family.LLAMA, Map.of("train", "batch.safetensors")));
        Map<String, Object> bytes = Map.of("tokenizer",
                new GivenOptions("data.tokenizer", "run.yaml:2", Map.of("kind", "bytes"), Map.of()));
        datasets.put("synthetic", open(new SyntheticSource(), Family.LLAMA, bytes));
        datasets.put("masked synthetic", open(new SyntheticSource(), Family.BERT, bytes));
        datasets.put("shapes", open(new SyntheticSource(), Family.VIT, Map.of()));
        return datasets;
    }

    private static Map<String, Object> with(Map<String, Object> options, String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(options);
        more.put(name, value);
        return more;
    }

    /** Every row with its labels, one after the other. */
    private static List<String> rows(List<Batch> batches) {
        List<String> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rows(); row++) {
                rows.add(row(batch, row));
            }
        }
        return rows;
    }

    private static String row(Batch batch, int row) {
        if (batch instanceof Batch.Tokens tokens) {
            int from = row * tokens.sequence();
            int to = from + tokens.sequence();
            return Arrays.toString(Arrays.copyOfRange(tokens.inputs(), from, to))
                    + Arrays.toString(Arrays.copyOfRange(tokens.labels(), from, to));
        }
        Batch.Images images = (Batch.Images) batch;
        int size = images.pixels().length / images.rows();
        return images.labels()[row] + Arrays.toString(Arrays.copyOfRange(images.pixels(), row * size, (row + 1) * size));
    }

    @Test
    void areTheSameInBatchesOfAnySize() throws IOException {
        all().forEach((kind, data) -> {
            try (data) {
                assertThat(data.validationRows()).as(kind).isGreaterThanOrEqualTo(13);
                List<String> whole = rows(data.validation(View.full(), 11, 11));
                assertThat(whole).as(kind).hasSize(11).doesNotHaveDuplicates();
                for (int rows : new int[] {1, 2, 3, 4, 7, 16}) {
                    assertThat(rows(data.validation(View.full(), 11, rows))).as("%s in batches of %d", kind, rows).isEqualTo(whole);
                }
                assertThat(rows(data.validation(View.full(), 5, 4))).as("%s: the first of them", kind).isEqualTo(whole.subList(0, 5));
                View shorter = data.labels() > 0 ? View.full().withResolution(IMAGE / 2) : View.full().withSequence(CONTEXT / 2);
                assertThat(rows(data.validation(shorter, 11, 3))).as("%s in a smaller view", kind)
                        .isEqualTo(rows(data.validation(shorter, 11, 16))).hasSize(11);
            }
        });
    }

    @Test
    void endWhereTheDataEnd() throws IOException {
        all().forEach((kind, data) -> {
            try (data) {
                if (data.validationRows() < Long.MAX_VALUE) {
                    assertThat(rows(data.validation(View.full(), Long.MAX_VALUE, 4))).as(kind).hasSize((int) data.validationRows());
                } else {
                    assertThat(kind).containsAnyOf("synthetic", "shapes");
                }
            }
        });
    }
}
