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
    void readsMaskAndTokenTypes() throws IOException {
        BatchFiles files = new BatchFiles().ints("input_ids", SHAPE, 1, 2, 3, 4, 5, 6).ints("labels", SHAPE, 2, 3, -100, 5, 6, 0);
        Batch.Tokens plain = (Batch.Tokens) BatchFile.read(file(files));
        assertThat(plain.padded()).isFalse();
        assertThat(plain.tokenTypes()).isEmpty();
        Batch.Tokens batch = (Batch.Tokens) BatchFile.read(file(files.ints("attention_mask", TensorType.I64, SHAPE, 1, 1, 0, 0, 1, 1)
                .ints("token_type_ids", SHAPE, 0, 1, 1, 0, 0, 1)));
        assertThat(batch.attentionMask()).containsExactly(true, true, false, false, true, true);
        assertThat(batch.tokenTypes()).containsExactly(0, 1, 1, 0, 0, 1);
        Batch.Tokens part = batch.take(1, 2, 2);
        assertThat(part.inputs()).containsExactly(4, 5, 1, 2);
        assertThat(part.labels()).containsExactly(5, 6, 2, 3);
        assertThat(part.attentionMask()).containsExactly(false, true, true, true);
        assertThat(part.tokenTypes()).containsExactly(0, 0, 0, 1);
    }

    @Test
    void masksAndTokenTypesThatAreNoneAreRefusedInOneLine() throws IOException {
        refused(pair().ints("attention_mask", PAIR, 1, 2),
                "tensor 'attention_mask': element 1 is 2; it is 1 for tokens and 0 for padding");
        refused(pair().ints("attention_mask", List.of(1L, 1L, 2L, 1L), 1, 0),
                "tensor 'attention_mask': is [1, 1, 2, 1], but 'input_ids' is [1, 2]");
        refused(pair().floats("attention_mask", PAIR, 1, 0), "tensor 'attention_mask': is F32, but whole numbers are needed");
        refused(pair().ints("token_type_ids", PAIR, 0, -1), "tensor 'token_type_ids': element 1 is -1; token types are not negative");
    }

    private static BatchFiles pair() {
        return new BatchFiles().ints("input_ids", PAIR, 1, 2).ints("labels", PAIR, 2, 3);
    }

    /** What would be taken for granted and not be computed. */
    @Test
    void tensorsThatNobodyUsesAreRefused() throws IOException {
        refused(pair().ints("position_ids", PAIR, 0, 1), "tensor 'position_ids': is not used: positions are counted from the first token"
                + " of each row, as transformers counts them without position_ids; leave it out, only input_ids, labels, attention_mask,"
                + " token_type_ids are");
        refused(pair().floats("weights_of_labels", PAIR, 1, 1),
                "tensor 'weights_of_labels': is not used; leave it out, only input_ids, labels, attention_mask, token_type_ids are");
        BatchFiles images = new BatchFiles().floats("pixel_values", List.of(1L, 1L, 1L, 1L), 1).ints("labels", List.of(1L), 1);
        refused(images.ints("bool_masked_pos", List.of(1L, 1L), 1), "tensor 'bool_masked_pos': is not used: masked patches belong to"
                + " masked image modelling, and vit is a classifier here; leave it out, only pixel_values, labels are");
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
