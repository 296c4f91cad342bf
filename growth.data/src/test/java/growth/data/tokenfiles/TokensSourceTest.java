package growth.data.tokenfiles;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.api.data.Batch;
import growth.api.data.Cursor;
import growth.api.data.DataRequest;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.View;
import growth.api.options.GivenOptions;
import growth.data.Given;
import growth.data.tensors.BatchFiles;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensSourceTest {
    private static final int CONTEXT = 8;
    private static final GivenOptions MASKING = Given.group("masking", "run.yaml:9",
            Map.of("probability", 0.15, "whole-words", false));

    @TempDir
    Path base;

    private Given given(Family family, Object... options) {
        return new Given(new TokensSource(), base, DataRequest.Model.tokens(family, CONTEXT), 1, new ArrayList<>()).with("valid-share", 0.0)
                .with(options);
    }

    private Dataset open(Family family, Object... options) {
        return given(family, options).open();
    }

    private Dataset open(Object... options) {
        return open(Family.GPT2, options);
    }

    private void refused(Kind kind, String message, Object... options) {
        refused(Family.GPT2, kind, message, options);
    }

    private void refused(Family family, Kind kind, String message, Object... options) {
        given(family, options).refused(kind, message);
    }

    private Path shorts(String name, int... ids) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.of(ids).forEach(id -> bytes.putShort((short) id));
        return Files.write(base.resolve(name), bytes.array());
    }

    private Path ints(String name, int... ids) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.of(ids).forEach(bytes::putInt);
        return Files.write(base.resolve(name), bytes.array());
    }

    private static int[] count(int from, int to) {
        return IntStream.range(from, to).toArray();
    }

    private static int[] inputs(Batch batch) {
        return ((Batch.Tokens) batch).inputs();
    }

    @Test
    void nanoGptFilesAreReadAsTheyAre() throws IOException {
        shorts("train.bin", count(50_000, 50_257));
        shorts("val.bin", count(0, 17));
        try (Dataset data = open("train", List.of("train.bin"), "valid", List.of("val.bin"))) {
            assertThat(data.vocabulary()).isEqualTo(50_257);
            assertThat(data.tokenizer()).isEmpty();
            Batch.Tokens batch = (Batch.Tokens) data.next(2, View.full());
            for (int i = 0; i < 16; i++) {
                assertThat(batch.labels()[i]).isEqualTo(batch.inputs()[i] + 1).isBetween(50_001, 50_256);
            }
            assertThat(inputs(data.validation(View.full(), 10, 2).get(0))).isEqualTo(count(0, 16));
            Cursor cursor = data.cursor();
            int[] next = inputs(data.next(3, View.full()));
            data.seek(cursor);
            assertThat(inputs(data.next(3, View.full()))).isEqualTo(next);
            assertThat(data.provenance()).containsEntry("train.tokens", "257").containsEntry("valid.tokens", "17")
                    .containsEntry("train.bytes", "514").containsEntry("vocabulary", "50257").containsEntry("layout", "UINT16")
                    .containsKeys("train.sha256", "valid.file.1");
        }
    }

    @Test
    void wideIdsAndSafetensorsGiveTheSameTokens() throws IOException {
        int[] ids = IntStream.range(0, 100).map(i -> 70_000 + i * 31 % 97).toArray();
        ints("wide.bin", ids);
        new BatchFiles().ints("ids", TensorType.I64, List.of(100L), ids).floats("other", List.of(2L), 1, 2)
                .write(base.resolve("a.safetensors"));
        try (Dataset bin = open("train", List.of("wide.bin"), "dtype", "uint32");
                Dataset tensor = open("train", List.of("a.safetensors"))) {
            assertThat(bin.vocabulary()).isEqualTo(tensor.vocabulary()).isEqualTo(70_097);
            assertThat(inputs(bin.next(5, View.full()))).isEqualTo(inputs(tensor.next(5, View.full())));
            assertThat(tensor.provenance()).containsEntry("layout", "tensor ids");
        }
    }

    @Test
    void severalFilesAreOneRow() throws IOException {
        shorts("1.bin", count(0, 5));
        shorts("2.bin", 5);
        new BatchFiles().ints("x", List.of(94L), count(6, 100)).write(base.resolve("3.safetensors"));
        try (Dataset data = open("train", List.of("1.bin", "2.bin", "3.safetensors"))) {
            assertThat(data.provenance()).containsEntry("train.tokens", "100").containsEntry("layout", "UINT16, tensor x");
            for (int i = 0; i < 40; i++) {
                int[] row = inputs(data.next(1, View.full()));
                assertThat(row).isEqualTo(count(row[0], row[0] + CONTEXT));
            }
        }
    }

    @Test
    void theEndIsHeldOutAsOfText() throws IOException {
        shorts("a.bin", count(0, 200));
        try (Dataset data = open("train", List.of("a.bin"), "valid-share", 0.25)) {
            assertThat(data.provenance()).containsEntry("train.tokens", "150").containsEntry("valid.tokens", "50")
                    .containsEntry("valid", "the last 50 tokens of the training files");
            assertThat(inputs(data.validation(View.full(), 1, 1).get(0))).isEqualTo(count(150, 158));
        }
    }

    @Test
    void filesAreScannedOnce() throws IOException {
        shorts("a.bin", count(0, 40));
        open("train", List.of("a.bin")).close();
        Path scan;
        try (Stream<Path> files = Files.list(base.resolve("cache"))) {
            scan = files.filter(file -> file.getFileName().toString().startsWith("ids-")).findFirst().orElseThrow();
        }
        assertThat(scan).hasContent("0 39");
        Files.writeString(scan, "0 41");
        try (Dataset data = open("train", List.of("a.bin"))) {
            assertThat(data.vocabulary()).as("from the cache").isEqualTo(42);
        }
        Files.writeString(scan, "no numbers");
        try (Dataset data = open("train", List.of("a.bin"))) {
            assertThat(data.vocabulary()).as("scanned again").isEqualTo(40);
        }
    }

    @Test
    void theVocabularyMayBeLarger() throws IOException {
        shorts("a.bin", count(0, 40));
        try (Dataset data = open("train", List.of("a.bin"), "vocabulary", 50_304L)) {
            assertThat(data.vocabulary()).isEqualTo(50_304);
        }
    }

    @Test
    void idsBeyondTheVocabularyAreRefusedWithTheirPlace() throws IOException {
        Path a = shorts("a.bin", 1, 2, 3, 50_300, 5, 6, 7, 8, 9);
        refused(Kind.DATA, a + ": token 3 (byte 6) is 50300; the vocabulary allows 0 to 50256", "train", List.of("a.bin"), "vocabulary",
                50_257L);
        Path b = ints("b.bin", 1, 2, -5, 4, 5, 6, 7, 8, 9);
        refused(Kind.DATA, b + ": token 2 (byte 8) is 4294967291; any vocabulary allows 0 to 16777215", "train", List.of("b.bin"),
                "dtype", "uint32");
        Path c = new BatchFiles().ints("x", List.of(3L), 1, -1, 2).write(base.resolve("c.safetensors"));
        refused(Kind.DATA, c + ": token 1 is -1; any vocabulary allows 0 to 16777215", "train", List.of("c.safetensors"));
    }

    @Test
    void badFilesAreRefusedInOneLine() throws IOException {
        refused(Kind.DATA, "run.yaml:5: train: " + base.resolve("no.bin")
                + " does not exist; give a file, a folder or a glob such as corpus/*.txt", "train", List.of("no.bin"));
        Path empty = Files.createFile(base.resolve("empty.bin"));
        refused(Kind.DATA, "run.yaml:5: train: " + empty + ": is empty; give a file of token ids", "train", List.of("empty.bin"));
        Path odd = Files.write(base.resolve("odd.bin"), new byte[7]);
        refused(Kind.DATA, "run.yaml:5: train: " + odd + ": has 7 bytes, which is no whole number of ids of 2 bytes; it is truncated or"
                + " dtype is wrong", "train", List.of("odd.bin"));
        Path few = shorts("few.bin", 1, 2, 3);
        refused(Kind.DATA, "run.yaml:5: train: 3 tokens are too few: one window of context 8 needs 9; give more text or a smaller context",
                "train", List.of(few.getFileName().toString()));
        Path two = new BatchFiles().ints("a", List.of(1L), 1).ints("b", List.of(1L), 1).write(base.resolve("two.safetensors"));
        refused(Kind.DATA, "run.yaml:5: train: " + two + ": has 2 tensors of whole numbers of one dimension, not one; name one with tensor,"
                + " e.g. tensor: a", "train", List.of("two.safetensors"));
        Path square = new BatchFiles().ints("a", List.of(1L, 1L), 1).write(base.resolve("square.safetensors"));
        refused(Kind.DATA, "run.yaml:5: train: " + square + ": has 0 tensors of whole numbers of one dimension, not one", "train",
                List.of("square.safetensors"));
        refused(Kind.DATA, "run.yaml:5: train: " + square + ": tensor 'a' is I32[1, 1], but token ids are whole numbers of one dimension",
                "train", List.of("square.safetensors"), "tensor", "a");
        Path none = new BatchFiles().ints("a", List.of(0L)).write(base.resolve("none.safetensors"));
        refused(Kind.DATA, "run.yaml:5: train: " + none + ": tensor 'a' is empty; give a file of token ids", "train",
                List.of("none.safetensors"));
        refused(Kind.CONFIGURATION, "run.yaml:4: train: there are no tokens; give .bin, .npy or .safetensors files, folders or globs");
        shorts("a.bin", count(0, 40));
        shorts("copy.bin", count(0, 40));
        refused(Kind.CONFIGURATION, "run.yaml:5: valid: " + base.resolve("copy.bin")
                + " is also in train, or a copy of it is; training and validation data must be different", "train", List.of("a.bin"),
                "valid", List.of("copy.bin"));
    }

    @Test
    void maskedModelsNeedTheIdOfTheMask() throws IOException {
        shorts("a.bin", count(0, 40));
        try (Dataset data = open(Family.BERT, "train", List.of("a.bin"), "mask-id", 40L)) {
            assertThat(data.vocabulary()).isEqualTo(41);
            assertThat(data.scoredShare()).isEqualTo(0.15);
            Batch.Tokens batch = (Batch.Tokens) data.next(3, View.full());
            for (int i = 1; i < batch.inputs().length; i++) {
                int original = batch.labels()[i] == Batch.IGNORED ? batch.inputs()[i] : batch.labels()[i];
                int before = batch.labels()[i - 1] == Batch.IGNORED ? batch.inputs()[i - 1] : batch.labels()[i - 1];
                assertThat(i % CONTEXT == 0 || original == before + 1).isTrue();
            }
        }
        refused(Family.BERT, Kind.CONFIGURATION, "run.yaml:4: mask-id: family bert needs the id that stands for a masked token; give one"
                + " that no text has", "train", List.of("a.bin"));
        refused(Family.BERT, Kind.CONFIGURATION, "run.yaml:5: mask-id: 40 is not in the vocabulary, which has the ids 0 to 39", "train",
                List.of("a.bin"), "mask-id", 40L, "vocabulary", 40L);
        refused(Family.LLAMA, Kind.CONFIGURATION, "run.yaml:5: mask-id: family llama masks nothing; leave it out", "train",
                List.of("a.bin"), "mask-id", 40L);
        refused(Family.LLAMA, Kind.CONFIGURATION, "run.yaml:5: masking: family llama predicts the next token, nothing is masked;"
                + " leave it out or use family bert", "train", List.of("a.bin"), "masking", MASKING);
        GivenOptions words = new GivenOptions("data.masking", "run.yaml:9", Map.of("probability", 0.15, "whole-words", true), Map.of());
        refused(Family.BERT, Kind.CONFIGURATION, "run.yaml:9: whole-words: token files do not tell where words begin; leave it out",
                "train", List.of("a.bin"), "masking", words, "mask-id", 40L);
        refused(Family.VIT, Kind.CONFIGURATION, "run.yaml:4: kind: family vit takes images; data kind tokens has none; use images or"
                + " synthetic", "train", List.of("a.bin"));
    }
}
