package growth.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.model.Family;
import growth.api.model.View;
import growth.formats.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
    private static final String TEXT = "The quick brown fox jumps over the lazy dog, and the dog sleeps on.\n".repeat(40);

    @TempDir
    Path base;

    @Test
    void bytesBecomeWindowsOfTheText() throws IOException {
        write("a.txt", TEXT);
        try (Dataset data = open(requests().train("a.txt").share(0))) {
            assertThat(data.vocabulary()).isEqualTo(256);
            assertThat(data.tokensPerEpoch()).isEqualTo(((TEXT.length() - 1) / Requests.CONTEXT - 1) * (long) Requests.CONTEXT);
            Tokenizer tokenizer = data.tokenizer().orElseThrow();
            Batch.Tokens batch = (Batch.Tokens) data.next(1, View.full());
            assertThat(TEXT).contains(tokenizer.decode(batch.inputs()));
            assertThat(data.validation(View.full(), 20, 2)).isEmpty();
        }
    }

    @Test
    void bpeIsTrainedOnTheTextAndSaved() throws IOException {
        write("a.txt", TEXT);
        try (Dataset data = open(requests().train("a.txt").bpe(280))) {
            assertThat(data.vocabulary()).isEqualTo(280);
            Tokenizer tokenizer = data.tokenizer().orElseThrow();
            assertThat(tokenizer.encode(TEXT).length).isLessThan(TEXT.length());
            tokenizer.save(base.resolve("tokenizer.json"));
            Batch.Tokens batch = (Batch.Tokens) data.next(1, View.full());
            assertThat(TEXT).contains(tokenizer.decode(batch.inputs()));
        }
        Requests again = requests().train("a.txt").tokenizer(Map.of("kind", "file", "path", "tokenizer.json"));
        try (Dataset data = open(again)) {
            assertThat(data.vocabulary()).isEqualTo(280);
            assertThat(data.provenance()).containsEntry("tokenizer", base.resolve("tokenizer.json").toString());
        }
    }

    @Test
    void secondOpeningReadsTheCache() throws IOException {
        write("a.txt", TEXT);
        Requests first = requests().train("a.txt").bpe(280);
        int[] inputs;
        try (Dataset data = open(first)) {
            inputs = ((Batch.Tokens) data.next(4, View.full())).inputs();
        }
        assertThat(first.log()).anyMatch(line -> line.startsWith("training a BPE")).anyMatch(line -> line.startsWith("tokenised: "));
        Requests second = requests().train("a.txt").bpe(280);
        try (Dataset data = open(second)) {
            assertThat(((Batch.Tokens) data.next(4, View.full())).inputs()).isEqualTo(inputs);
        }
        assertThat(second.log()).isEmpty();
    }

    @Test
    void changedTextIsTokenisedAgain() throws IOException {
        write("a.txt", TEXT);
        open(requests().train("a.txt")).close();
        write("a.txt", TEXT.replace("fox", "cow") + "more");
        try (Dataset data = open(requests().train("a.txt").share(0))) {
            assertThat(data.provenance()).containsEntry("train.tokens", Integer.toString(TEXT.length() + 4));
        }
    }

    @Test
    void gzipIsTheSameText() throws IOException {
        write("a.txt", TEXT);
        Files.write(base.resolve("b.gz"), gzip(TEXT.getBytes(StandardCharsets.UTF_8)));
        try (Dataset plain = open(requests().train("a.txt")); Dataset packed = open(requests().train("b.gz"))) {
            int[] expected = ((Batch.Tokens) plain.next(3, View.full())).inputs();
            assertThat(((Batch.Tokens) packed.next(3, View.full())).inputs()).isEqualTo(expected);
        }
    }

    @Test
    void filesAreJoinedByFormFeeds() throws IOException {
        write("folder/1.txt", "a".repeat(20));
        write("folder/2.txt", "b".repeat(20) + "\f");
        write("folder/3.txt", "c".repeat(20));
        write("folder/empty.txt", "");
        try (Dataset data = open(requests().train("folder").share(0))) {
            // One form feed is put between the first two; the second brings its own; the empty file leaves no trace.
            assertThat(data.provenance()).containsEntry("train.tokens", "62").containsEntry("train.files", "3");
        }
    }

    @Test
    void tailOfTheTrainingTextIsHeldOut() throws IOException {
        write("a.txt", "a".repeat(900) + "b".repeat(100));
        try (Dataset data = open(requests().train("a.txt").share(0.1))) {
            TreeSet<Integer> seen = new TreeSet<>();
            for (int i = 0; i < 200; i++) {
                Batch.Tokens batch = (Batch.Tokens) data.next(2, View.full());
                Arrays.stream(batch.inputs()).forEach(seen::add);
                Arrays.stream(batch.labels()).forEach(seen::add);
            }
            assertThat(seen).containsExactly((int) 'a');
            List<Batch> validation = data.validation(View.full(), 400, 4);
            assertThat(validation).hasSize(2);
            assertThat(validation).allSatisfy(batch -> assertThat(((Batch.Tokens) batch).inputs()).containsOnly('b'));
        }
    }

    @Test
    void smallShareStillHoldsOutOneWindow() throws IOException {
        write("a.txt", TEXT);
        try (Dataset data = open(requests().train("a.txt").share(0.001))) {
            assertThat(data.validation(View.full(), 400, 4)).hasSize(1);
            assertThat(data.provenance()).containsEntry("valid.tokens", "17");
        }
    }

    @Test
    void validationFilesAreReadInOrder() throws IOException {
        write("a.txt", TEXT);
        write("v.txt", "0123456789abcdef0123456789ABCDEF!");
        try (Dataset data = open(requests().train("a.txt").valid("v.txt"))) {
            Batch.Tokens batch = (Batch.Tokens) data.validation(View.full(), 25, 5).get(0);
            assertThat(data.tokenizer().orElseThrow().decode(batch.inputs())).isEqualTo("0123456789abcdef0123456789ABCDEF");
        }
    }

    @Test
    void validationAloneNeedsNoTrainingText() throws IOException {
        write("v.txt", TEXT);
        try (Dataset data = open(requests().valid("v.txt"))) {
            assertThat(data.tokensPerEpoch()).isZero();
            assertThat(data.validation(View.full(), 6, 2)).hasSize(3);
            assertThatThrownBy(() -> data.next(1, View.full())).isInstanceOf(GrowthException.class)
                    .hasMessageContaining("0 tokens are too few for a batch");
        }
    }

    @Test
    void provenanceNamesFilesHashesAndTokenizer() throws IOException {
        write("a.txt", TEXT);
        try (Dataset data = open(requests().train("a.txt").share(0.5))) {
            String hash = Sha256.of(base.resolve("a.txt"));
            assertThat(data.provenance())
                    .containsEntry("train.files", "1")
                    .containsEntry("train.bytes", Integer.toString(TEXT.length()))
                    .containsEntry("train.sha256", hash)
                    .containsEntry("train.file.1", base.resolve("a.txt") + ", " + TEXT.length() + " bytes, sha256 " + hash)
                    .containsEntry("train.tokens", Integer.toString(TEXT.length() / 2))
                    .containsEntry("valid", "the last " + TEXT.length() / 2 + " tokens of the training text")
                    .containsEntry("tokenizer", "bytes")
                    .containsEntry("vocabulary", "256")
                    .containsKey("tokenizer.sha256");
        }
    }

    @Test
    void missingFileIsRefused() {
        refused(requests().train("no.txt"), GrowthException.Kind.DATA,
                "run.yaml:5: train: " + base.resolve("no.txt") + " does not exist; give a file, a folder or a glob such as corpus/*.txt");
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        write("a.txt", "");
        refused(requests().train("a.txt"), GrowthException.Kind.DATA,
                "run.yaml:5: train: " + base.resolve("a.txt") + " is empty; give a file with text");
        Files.write(base.resolve("a.gz"), gzip(new byte[0]));
        refused(requests().train("a.gz"), GrowthException.Kind.DATA,
                "run.yaml:5: train: " + base.resolve("a.gz") + " is empty; give a file with text");
    }

    @Test
    void shortTextIsRefused() throws IOException {
        write("a.txt", "sixteen letters.");
        refused(requests().train("a.txt").share(0), GrowthException.Kind.DATA,
                "run.yaml:5: train: 16 tokens are too few: one window of context 16 needs 17; give more text or a smaller context");
        write("b.txt", "x".repeat(20));
        refused(requests().train("b.txt"), GrowthException.Kind.DATA,
                "run.yaml:5: train: 3 tokens (and 17 kept for validation) are too few: one window of context 16 needs 17;"
                        + " give more text or a smaller context");
        write("c.txt", TEXT);
        refused(requests().train("c.txt").valid("a.txt"), GrowthException.Kind.DATA,
                "run.yaml:6: valid: 16 tokens are too few: one window of context 16 needs 17; give more text or a smaller context");
    }

    @Test
    void invalidTextIsRefusedAndLeavesNoTokens() throws IOException {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        bytes[100] = (byte) 0xFE;
        Path file = Files.write(base.resolve("bad.txt"), bytes);
        refused(requests().train("bad.txt"), GrowthException.Kind.DATA,
                file + ": byte 100 (0xFE) is not valid UTF-8; convert the file from its encoding, which file -i guesses, e.g. with iconv"
                        + " -f LATIN1 -t UTF-8");
        refused(requests().train("bad.txt").bpe(300), GrowthException.Kind.DATA,
                file + ": byte 100 (0xFE) is not valid UTF-8; convert the file from its encoding, which file -i guesses, e.g. with iconv"
                        + " -f LATIN1 -t UTF-8");
        try (var files = Files.list(base.resolve("cache"))) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactly("hashes.json");
        }
    }

    @Test
    void validationTextMustNotBeTrainingText() throws IOException {
        write("a.txt", TEXT);
        write("copy.txt", TEXT);
        refused(requests().train("a.txt").valid("copy.txt"), GrowthException.Kind.CONFIGURATION, "run.yaml:6: valid: "
                + base.resolve("copy.txt") + " is also in train, or a copy of it is; training and validation data must be different");
    }

    @Test
    void noTextAtAllIsRefused() throws IOException {
        refused(requests(), GrowthException.Kind.CONFIGURATION, "run.yaml:4: train: there is no text; give files, folders or globs");
        write("v.txt", TEXT);
        refused(requests().valid("v.txt").bpe(300), GrowthException.Kind.CONFIGURATION,
                "run.yaml:4: train: there is no training text that bpe could be trained on; give some, or another tokenizer");
    }

    @Test
    void optionsThatDoNotFitAreRefused() throws IOException {
        write("a.txt", TEXT);
        Requests base = requests().train("a.txt");
        refused(base.tokenizer(Map.of("kind", "bytes", "vocabulary", 512L)), GrowthException.Kind.CONFIGURATION,
                "run.yaml:7: vocabulary: only kind bpe has a choice of it; leave it out or write kind: bpe");
        refused(base.tokenizer(Map.of("kind", "bpe", "path", "t.json")), GrowthException.Kind.CONFIGURATION,
                "run.yaml:7: path: only kind file reads one; leave it out or write kind: file");
        refused(base.tokenizer(Map.of("kind", "file")), GrowthException.Kind.CONFIGURATION, "run.yaml:7: path: kind file needs"
                + " it; give a Hugging Face tokenizer.json");
    }

    @Test
    void tokenizerFileThatIsNoneIsRefused() throws IOException {
        write("a.txt", TEXT);
        write("t.json", "{}");
        refused(requests().train("a.txt").tokenizer(Map.of("kind", "file", "path", "t.json")), GrowthException.Kind.DATA,
                base.resolve("t.json") + ": is no Hugging Face tokenizer.json: it has no model with a vocabulary");
    }

    @Test
    void cacheThatCannotBeWrittenIsReported() throws IOException {
        write("a.txt", TEXT);
        write("cache", "a file where the folder should be");
        assertThatThrownBy(() -> open(requests().train("a.txt"))).isInstanceOf(GrowthException.class)
                .hasMessage(base.resolve("cache") + " is a file; tokenised text and decoded images need a folder there");
    }

    private Requests requests() {
        return new Requests(base);
    }

    private static Dataset open(Requests requests) {
        return new TextSource().open(requests.request());
    }

    private static void refused(Requests requests, GrowthException.Kind kind, String message) {
        requests.given(Family.LLAMA).refused(kind, message);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(base.resolve(name).getParent());
        Files.writeString(base.resolve(name), text);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
