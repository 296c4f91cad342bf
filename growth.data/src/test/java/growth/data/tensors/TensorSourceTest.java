package growth.data.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.data.Given;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorSourceTest {
    @TempDir
    Path temp;
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void files() throws IOException {
        List<Long> shape = List.of(3L, 2L);
        new BatchFiles().ints("input_ids", shape, 1, 2, 3, 4, 5, 6).ints("labels", shape, 2, -100, 4, 9, 6, 7).write(temp.resolve("train"));
        new BatchFiles().ints("input_ids", List.of(1L, 2L), 8, 9).ints("labels", List.of(1L, 2L), 9, 12).write(temp.resolve("valid"));
        new BatchFiles().floats("pixel_values", List.of(2L, 1L, 1L, 1L), 0.5f, 1.5f).ints("labels", List.of(2L), 3, 1)
                .write(temp.resolve("images"));
    }

    private Dataset open(Map<String, Object> options) {
        return open(options, 2);
    }

    private Dataset open(Map<String, Object> options, int context) {
        return open(options, Family.LLAMA, context, 0);
    }

    private Dataset open(Map<String, Object> options, Family family, int context, int image) {
        Given given = new Given(new TensorSource(), temp, new DataRequest.Model(family, context, image, 0), 1, log);
        options.forEach(given::with);
        return given.open();
    }

    private static int[] inputs(Batch batch) {
        return ((Batch.Tokens) batch).inputs();
    }

    @Test
    void repeatsTheBatchAndKeepsItsPlace() {
        try (Dataset data = open(Map.of("train", "train"))) {
            assertThat(data.vocabulary()).isEqualTo(10);
            assertThat(data.tokensPerEpoch()).isEqualTo(6);
            Batch.Tokens whole = (Batch.Tokens) data.next(3, View.full());
            assertThat(whole.inputs()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(whole.labels()).containsExactly(2, -100, 4, 9, 6, 7);
            assertThat(data.cursor()).isEqualTo(new Cursor(1, 0));
            assertThat(inputs(data.next(2, View.full()))).containsExactly(1, 2, 3, 4);
            assertThat(data.cursor()).isEqualTo(new Cursor(1, 2));
            assertThat(inputs(data.next(5, View.full().withSequence(1)))).containsExactly(5, 1, 3, 5, 1);
            assertThat(data.cursor()).isEqualTo(new Cursor(3, 1));
            data.seek(new Cursor(1, 2));
            assertThat(inputs(data.next(1, View.full()))).containsExactly(5, 6);
            assertThatThrownBy(() -> data.seek(new Cursor(0, 3))).isInstanceOf(GrowthException.class).hasMessageContaining("no row 3");
            assertThatThrownBy(() -> data.next(1, View.full().withSequence(3))).isInstanceOf(GrowthException.class)
                    .hasMessage("sequence 3 is not between 1 and the batch's 2");
        }
    }

    @Test
    void validatesWithTheSameBatchOrAnother() {
        try (Dataset data = open(Map.of("train", "train"))) {
            List<Batch> batches = data.validation(View.full(), 18, 2);
            assertThat(batches).hasSize(2);
            assertThat(inputs(batches.get(0))).containsExactly(1, 2, 3, 4);
            assertThat(inputs(batches.get(1))).containsExactly(5, 6);
            assertThat(data.cursor()).isEqualTo(Cursor.START);
        }
        try (Dataset data = open(Map.of("train", "train", "valid", "valid", "vocabulary", 97L))) {
            assertThat(inputs(data.validation(View.full(), 8, 8).get(0))).containsExactly(8, 9);
            assertThat(data.vocabulary()).isEqualTo(97);
            assertThat(data.provenance().get("valid.file.1")).matches(".*valid, \\d+ bytes, sha256 [0-9a-f]{64}");
            assertThat(data.provenance().get("train.sha256")).isNotEqualTo(data.provenance().get("valid.sha256"));
        }
    }

    @Test
    void images() {
        try (Dataset data = open(Map.of("train", "images", "labels", 10L), Family.VIT, 0, 1)) {
            assertThat(data.labels()).isEqualTo(10);
            assertThat(data.vocabulary()).isZero();
            Batch.Images batch = (Batch.Images) data.next(3, View.full());
            assertThat(batch.pixels()).containsExactly(0.5f, 1.5f, 0.5f);
            assertThat(batch.labels()).containsExactly(3, 1, 3);
            assertThatThrownBy(() -> data.next(1, View.full().withResolution(2))).isInstanceOf(GrowthException.class)
                    .hasMessageContaining("not resized");
        }
    }

    @Test
    void familiesGetWhatTheyTake() {
        assertThatThrownBy(() -> open(Map.of("train", "train"), Family.VIT, 0, 1)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:5: train: family vit takes images; " + temp.resolve("train")
                        + " holds token ids; give a file with pixel_values");
        assertThatThrownBy(() -> open(Map.of("train", "images"), Family.VIT, 0, 4)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:5: train: " + temp.resolve("images") + " holds images of 1×1, but the model's are 4×4");
        assertThatThrownBy(() -> open(Map.of("train", "images", "vocabulary", 5L), Family.VIT, 0, 1)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:5: vocabulary: images have labels instead; leave it out");
        assertThatThrownBy(() -> open(Map.of("train", "train", "labels", 5L))).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:5: labels: token ids have a vocabulary instead; leave it out");
        try (Dataset masked = open(Map.of("train", "train"), Family.BERT, 2, 0); Dataset causal = open(Map.of("train", "train"))) {
            assertThat(masked.scoredShare()).isEqualTo(5.0 / 6);
            assertThat(causal.scoredShare()).isEqualTo(1);
        }
    }

    private void write(String name, int[] inputs, int[] labels, Map<String, int[]> more) throws IOException {
        List<Long> shape = List.of(2L, inputs.length / 2L);
        BatchFiles files = new BatchFiles().ints("input_ids", shape, inputs).ints("labels", shape, labels);
        more.forEach((tensor, values) -> files.ints(tensor, shape, values));
        files.write(temp.resolve(name));
    }

    @Test
    void maskAndTokenTypesStayWithTheirRows() throws IOException {
        write("padded", new int[] {1, 2, 3, 4}, new int[] {5, 6, 7, -100},
                Map.of("attention_mask", new int[] {1, 1, 1, 0}, "token_type_ids", new int[] {0, 0, 0, 1}));
        try (Dataset data = open(Map.of("train", "padded"), Family.BERT, 2, 0)) {
            assertThat(data.padded()).isTrue();
            data.seek(new Cursor(0, 1));
            Batch.Tokens batch = (Batch.Tokens) data.next(2, View.full());
            assertThat(batch.inputs()).containsExactly(3, 4, 1, 2);
            assertThat(batch.attentionMask()).containsExactly(true, false, true, true);
            assertThat(batch.tokenTypes()).containsExactly(0, 1, 0, 0);
            assertThat(((Batch.Tokens) data.validation(View.full(), 2, 2).get(0)).tokenTypes()).containsExactly(0, 0, 0, 1);
        }
        assertThat(log).isEmpty();
        assertThatThrownBy(() -> open(Map.of("train", "padded"), Family.GPT2, 2, 0)).isInstanceOf(GrowthException.class)
                .hasMessage("run.yaml:5: train: " + temp.resolve("padded") + " holds token_type_ids; family gpt2 has no token types, and"
                        + " transformers would add the word embeddings of these ids; leave the tensor out");
    }

    @Test
    void labelsThatAreTheInputsAreNoticedAndShiftedIfWanted() throws IOException {
        write("copies", new int[] {1, 2, 3, 4, 5, 6}, new int[] {1, 2, 3, -100, 5, 6}, Map.of("attention_mask", new int[] {1, 1, 1, 0, 1,
                1}));
        open(Map.of("train", "copies"), 3).close();
        assertThat(log).containsExactly("warning: " + temp.resolve("copies") + ": every label is the token at its own position, so the"
                + " model is asked to copy; transformers shifts such labels, growth does with shift-labels");
        log.clear();
        try (Dataset data = open(Map.of("train", "copies", "shift-labels", true), 3)) {
            assertThat(((Batch.Tokens) data.next(2, View.full())).labels()).containsExactly(2, 3, -100, 5, 6, -100);
        }
        assertThat(log).singleElement().asString().startsWith("warning: ").endsWith(
                ": 1 scored labels stand at padding; give them label -100 to leave them out");
        log.clear();
        // masked models predict the token at its position; repeated tokens are their own next ones
        open(Map.of("train", "copies"), Family.BERT, 3, 0).close();
        write("repeated", new int[] {7, 7, 7, 7}, new int[] {7, 7, 7, 7}, Map.of());
        open(Map.of("train", "repeated"), 2).close();
        assertThat(log).isEmpty();
        assertThatThrownBy(() -> open(Map.of("train", "copies", "shift-labels", true), Family.BERT, 3, 0))
                .hasMessage("run.yaml:5: shift-labels: labels of family bert belong to their own positions; leave it out");
    }

    @Test
    void theBatchesThatPytorchWroteFitTheirFamilies() {
        Path parity = Path.of("../../shared/parity").toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(parity), "skipped: the parity files are not at " + parity);
        try (Dataset vit = open(Map.of("train", parity.resolve("vit/batch.safetensors").toString(), "labels", 10L), Family.VIT, 0, 16)) {
            Batch.Images batch = (Batch.Images) vit.next(4, View.full());
            assertThat(batch.pixels()).hasSize(4 * 3 * 16 * 16);
            assertThat(vit.labels()).isEqualTo(10);
        }
        for (Family family : new Family[] {Family.GPT2, Family.BERT}) {
            String file = parity.resolve(family.id()).resolve("batch.safetensors").toString();
            try (Dataset text = open(Map.of("train", file, "vocabulary", 97L), family, 64, 0)) {
                Batch.Tokens batch = (Batch.Tokens) text.next(3, View.full());
                assertThat(batch.inputs()).hasSize(3 * 24);
                assertThat(text.scoredShare() < 0.9).isEqualTo(family == Family.BERT);
            }
        }
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> open(Map.of("train", "train", "valid", "images")))
                .hasMessage("run.yaml:5: valid: family llama takes token ids; " + temp.resolve("images")
                        + " holds images; give a file with input_ids");
        assertThatThrownBy(() -> open(Map.of("train", "train", "vocabulary", 9L)))
                .hasMessage("run.yaml:5: vocabulary: 9 is too small; the batch needs 10");
        assertThatThrownBy(() -> open(Map.of("train", "train"), 1))
                .hasMessage("run.yaml:5: train: " + temp.resolve("train") + " holds sequences of 2 tokens, longer than the context 1");
    }
}
