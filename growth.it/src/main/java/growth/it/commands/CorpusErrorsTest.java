package growth.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.testing.run.TinyRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora that cannot be trained on: status 4, the run file's line or the corpus's byte. */
class CorpusErrorsTest {

    private static final int DATA = 4;

    @TempDir
    private Path folder;

    private final TinyRun run = TinyRun.growing();

    /** Trains on a corpus; a run that was refused leaves no folder behind. */
    private void refuses(byte[] corpus, String... words) throws IOException {
        Files.write(folder.resolve(TinyRun.CORPUS), corpus);
        run.write(folder.resolve("run.yaml"));
        Commands.in(folder).run("train", "run.yaml", "--out", "out").refuses(DATA, words);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private String place() {
        return "run.yaml:" + run.line("train: [tale.txt]") + ": train: ";
    }

    @Test
    void aMissingFile() throws IOException {
        TinyRun missing = run.with("[tale.txt]", "[tales/*.txt]");
        missing.write(folder.resolve("run.yaml"));
        Commands.in(folder).run("train", "run.yaml", "--out", "out").refuses(DATA, place(), "tales/*.txt");
        missing.with("[tales/*.txt]", "[other.txt]").write(folder.resolve("run.yaml"));
        Commands.in(folder).run("train", "run.yaml", "--out", "out").refuses(DATA, place(), "other.txt does not exist");
    }

    @Test
    void anEmptyFile() throws IOException {
        refuses(new byte[0], place(), "tale.txt is empty");
    }

    @Test
    void lessThanOneWindow() throws IOException {
        refuses("too short!".getBytes(StandardCharsets.UTF_8), place(), "are too few", "one window of context 16 needs 17");
    }

    @Test
    void lessThanOneBatch() throws IOException {
        refuses("a".repeat(60).getBytes(StandardCharsets.UTF_8), "run.yaml:" + run.line("data:") + ": data: one batch needs 64 tokens",
                "lower training.batch or model.context");
    }

    @Test
    void invalidUtf8IsFoundByItsOffset() throws IOException {
        byte[] text = "The cat sat on a mat. ".repeat(9000).getBytes(StandardCharsets.UTF_8);
        text[150_001] = (byte) 0xE9;
        refuses(text, "tale.txt: byte 150001 (0xE9) is not valid UTF-8");
    }

    @Test
    void aGzipFileThatBreaksOff() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write("The cat sat on a mat. ".repeat(9000).getBytes(StandardCharsets.UTF_8));
        }
        refuses(Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2), "tale.txt: the gzip stream breaks off after ");
    }
}
