package growth.data.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFileTest {
    private static final List<Long> SHAPE = List.of(2L, 3L);
    private static final List<Long> PAIR = List.of(1L, 2L);

    @TempDir
    Path temp;

    private Path file(BatchFiles files) throws IOException {
        return files.write(temp.resolve("batch.safetensors"));
    }

    private static void refused(Path file, String message) {
        assertThatThrownBy(() -> BatchFile.read(file)).isInstanceOf(GrowthException.class).hasMessage(file + ": " + message)
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(Kind.DATA));
    }

    private void refused(BatchFiles files, String message) throws IOException {
        refused(file(files), message);
    }

    @Test
    void readsTokensOfEitherWidth() throws IOException {
        Path file = file(new BatchFiles().ints("input_ids", TensorType.I64, SHAPE, 1, 2, 3, 4, 5, 6)
                .ints("labels", SHAPE, 2, 3, -100, 5, 6, 0));
        Batch.Tokens batch = (Batch.Tokens) BatchFile.read(file);
        assertThat(batch.rows()).isEqualTo(2);
        assertThat(batch.sequence()).isEqualTo(3);
        assertThat(batch.inputs()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(batch.labels()).containsExactly(2, 3, -100, 5, 6, 0);
    }

    @Test
    void readsImages() throws IOException {
        Path file = file(new BatchFiles().floats("pixel_values", List.of(2L, 1L, 1L, 1L), 0.5f, -1).ints("labels", List.of(2L), 7, 0));
        Batch.Images batch = (Batch.Images) BatchFile.read(file);
        assertThat(batch.pixels()).containsExactly(0.5f, -1);
        assertThat(batch.labels()).containsExactly(7, 0);
        assertThat(batch.size()).isEqualTo(1);
    }

    @Test
    void filesWithoutABatchAreRefusedInOneLine() throws IOException {
        refused(temp.resolve("none"), "cannot be read: no such file");
        refused(new BatchFiles().floats("x", List.of(1L), 1), "holds neither 'input_ids' nor 'pixel_values', but [x]");
        refused(new BatchFiles().ints("input_ids", SHAPE, 1, 2, 3, 4, 5, 6), "tensor 'labels': is missing");
    }

    @Test
    void tokensThatAreNoneAreRefusedInOneLine() throws IOException {
        refused(new BatchFiles().floats("input_ids", PAIR, 1, 2).floats("labels", PAIR, 1, 2),
                "tensor 'input_ids': is F32, but whole numbers are needed");
        refused(new BatchFiles().ints("input_ids", List.of(3L), 1, 2, 3).ints("labels", List.of(3L), 1, 2, 3),
                "tensor 'input_ids': is [3], but [batch, sequence] is needed");
        refused(new BatchFiles().ints("input_ids", PAIR, 1, 2).ints("labels", List.of(2L), 1, 2),
                "tensor 'labels': is [2], but 'input_ids' is [1, 2]");
        refused(new BatchFiles().ints("input_ids", PAIR, 1, -1).ints("labels", PAIR, 1, 2),
                "tensor 'input_ids': element 1 is -1; token ids are not negative");
        refused(new BatchFiles().ints("input_ids", PAIR, 1, 1).ints("labels", PAIR, -1, 2),
                "tensor 'labels': element 0 is -1; a label is not negative, or -100 if it is not scored");
    }

    @Test
    void imagesThatAreNoneAreRefusedInOneLine() throws IOException {
        refused(new BatchFiles().floats("pixel_values", List.of(1L, 1L, 2L, 1L), 1, 2).ints("labels", List.of(1L), 1),
                "tensor 'pixel_values': is [1, 1, 2, 1]; images must be square");
        refused(new BatchFiles().floats("pixel_values", List.of(1L, 1L, 1L, 1L), 1).ints("labels", List.of(2L), 1, 2),
                "tensor 'labels': is [2], but there are 1 images");
    }

    @Test
    void readsTheBatchesThatPytorchWrote() {
        Path parity = Path.of("../../shared/parity");
        assumeTrue(Files.isDirectory(parity), "skipped: the parity files are not at " + parity);
        Batch.Tokens llama = (Batch.Tokens) BatchFile.read(parity.resolve("llama-mha/batch.safetensors"));
        assertThat(llama.rows()).isEqualTo(3);
        assertThat(llama.sequence()).isEqualTo(24);
        // every label is the next input, but for the last three of the first row
        assertThat(llama.labels()[24]).isEqualTo(llama.inputs()[25]);
        assertThat(llama.labels()[23]).isEqualTo(Batch.IGNORED);
        Batch.Images vit = (Batch.Images) BatchFile.read(parity.resolve("vit/batch.safetensors"));
        assertThat(vit.pixels()).hasSize(4 * 3 * 16 * 16);
    }
}
