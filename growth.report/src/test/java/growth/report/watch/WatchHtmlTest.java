package growth.report.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchHtmlTest {
    @TempDir
    private Path home;

    private Watched look() {
        return new FolderWatch(home.resolve("runs"), study -> List.of()).look();
    }

    @Test
    void aRunThatGrows() throws IOException {
        Path run = Records.begin(home.resolve("runs"), 8);
        Records.add(run, Records.step(1, 0) + Records.step(2, 0) + Records.growth(2) + Records.step(3, 1) + Records.step(4, 1)
                + Records.evaluation(4, 1));
        String view = WatchHtml.view(look());
        assertThat(view).contains("training, 50% done", "<progress max=\"1\" value=\"0.5000\"", "</progress>",
                "<span>validation loss</span><b>6.1000</b>", "<span>bits per byte</span><b>2.2500</b>", "<span>stage 2</span><b>2.0k</b>",
                "stack at step 2: llama 2L → llama 4L, loss 4.5000 → 4.7500");
        assertThat(view.split("<svg [^>]*id=\"plot-", -1)).hasSize(1 + 5);
        assertThat(view).contains("id=\"plot-loss\"", "id=\"plot-model\"", "id=\"plot-rate\"", "id=\"plot-speed\"");
    }

    @Test
    void severalRunsHaveATableAndOneChart() throws IOException {
        Records.add(Records.begin(home.resolve("runs/scratch"), 8), Records.step(1, 0) + Records.step(2, 0));
        Records.add(Records.begin(home.resolve("runs/<b>"), 8), Records.step(1, 0) + Records.step(2, 0) + Records.end(2, "finished"));
        String view = WatchHtml.view(look());
        assertThat(view).contains("<th>&lt;b&gt;</th><td>finished</td>", "<th>scratch</th><td>training</td><td>25%</td><td>2</td>",
                "id=\"plot-loss\"").doesNotContain("<b>seed");
        assertThat(view.split("<svg [^>]*id=\"plot-", -1)).hasSize(1 + 1);
    }

    @Test
    void beforeThereIsAnything() {
        assertThat(WatchHtml.view(look())).contains("not begun; waits for its first step");
        assertThat(WatchHtml.page(look())).startsWith("<!doctype html>\n<html lang=\"en\">").endsWith("</html>\n");
    }
}
