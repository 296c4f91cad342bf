package growth.shell.watch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.report.watch.FolderWatch;
import growth.report.watch.Watched;
import growth.shell.text.TextWidth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTextTest {
    @TempDir
    private Path home;

    private static String line(String kind, int step) {
        return String.format(Locale.ROOT, "{\"kind\": \"%s\", \"step\": %d, \"tokens\": %d, \"epochs\": 0, \"flops\": %d, \"seconds\": %d,"
                + " \"stage\": 0", kind, step, 64 * step, 1000 * step, step);
    }

    private void run(String name, int steps, String end) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        Files.writeString(folder.resolve("run.yaml"), "model: {family: llama}\ntraining: {duration: 40ba}\n");
        StringBuilder text = new StringBuilder();
        for (int step = 1; step <= steps; step++) {
            text.append(line("step", step)).append(", \"loss\": ").append(6 - step / 10.0)
                    .append(", \"lr\": 0.01, \"gradient_norm\": 1.5, \"tokens_per_second\": 64.0, \"flops_per_second\": 1000.0}\n");
        }
        text.append(line("evaluation", steps)).append(", \"loss\": 5.25, \"scored\": 100, \"correct\": 25, \"accuracy\": 0.25}\n");
        Files.writeString(folder.resolve("metrics.jsonl"), text + end);
    }

    private Watched look(String name) {
        return new FolderWatch(home.resolve(name), study -> List.of()).look();
    }

    @Test
    void aRunHasAChartAndItsNumbers() throws IOException {
        run("small", 20, "");
        List<String> lines = new WatchText(80, false).picture(look("small"), 5);
        assertThat(lines.get(0)).isEqualTo("small  training, 50% done, about 20s of training left at this speed");
        assertThat(lines.get(1)).isEqualTo("█".repeat(39) + "░".repeat(39));
        assertThat(lines.get(2)).startsWith("   5.900 ┤");
        assertThat(lines).contains("loss: ⠒⠒ training, ● validation, ┊ growth").anyMatch(line -> line.contains("●")
                && line.contains("│")).anyMatch(line -> line.matches(".*step 20 {3}training loss 4\\.9500 {3}validation loss 5\\.2500.*"));
        assertThat(lines).hasSizeLessThan(24);
    }

    @Test
    void everyLineFits() throws IOException {
        run("runs/a", 20, "");
        run("runs/b/seed-1", 20, line("end", 20) + ", \"outcome\": \"finished\"}\n");
        for (int width : new int[] {40, 60, 80, 120, 200}) {
            assertThat(new WatchText(width, true).picture(look("runs"), 5)).allSatisfy(
                    line -> assertThat(TextWidth.columns(line)).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void severalRunsHaveATableInWhichWhatTrainsComesFirst() throws IOException {
        run("runs/a", 20, line("end", 20) + ", \"outcome\": \"finished\"}\n");
        run("runs/b", 10, "");
        run("runs/c", 10, "");
        List<String> lines = new WatchText(120, false).picture(look("runs"), 2);
        assertThat(lines.get(0)).isEqualTo("runs  2 training, 1 finished");
        assertThat(lines).contains("validation loss: a a, b b, c c", "… and 1 more").noneMatch(line -> line.startsWith("a  "));
        assertThat(lines).anyMatch(line -> line.matches("b +training +25% +10 .*"));
    }

    @Test
    void aPictureIsDrawnOverTheLastOne() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LivePicture picture = new LivePicture(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        picture.show(List.of("one", "two"), 80);
        picture.show(List.of("one", "two"), 80);
        assertThat(bytes).hasToString("one\ntwo\n");
        picture.show(List.of("three"), 80);
        assertThat(bytes).hasToString("one\ntwo\n\u001b[2F\u001b[Jthree\n");
        picture.show(List.of("three"), 60);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\u001b[H\u001b[2Jthree\n");
    }
}
