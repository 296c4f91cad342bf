package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.report.watch.RunView;
import growth.report.watch.WatchServer;
import growth.report.watch.Watched;
import growth.shell.fake.Trial;
import growth.study.file.Studies;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchCommandTest {
    private static final String HEAD = "\"tokens\": 64, \"epochs\": 0, \"flops\": 1000, \"seconds\": 1, \"stage\": 0";
    private static final String STEP = "{\"kind\": \"step\", \"step\": 1, " + HEAD + ", \"loss\": 5.5, \"lr\": 0.01,"
            + " \"gradient_norm\": 1.5, \"tokens_per_second\": 64.0, \"flops_per_second\": 1000.0}\n";
    private static final String END = "{\"kind\": \"end\", \"step\": 1, " + HEAD + ", \"outcome\": \"finished\"}\n";
    @TempDir
    private Path home;
    private final List<Watched> shown = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private boolean closed;

    private Trial trial() {
        WatchServer server = (watched, port) -> {
            ports.add(port);
            shown.add(watched);
            return new WatchServer.Page() {
                @Override
                public String address() {
                    return "http://127.0.0.1:4000/token/";
                }

                @Override
                public void show(Watched now) {
                    shown.add(now);
                }

                @Override
                public int viewers() {
                    return 0;
                }

                @Override
                public void close() {
                    closed = true;
                }
            };
        };
        Studies none = (Studies) Proxy.newProxyInstance(Studies.class.getClassLoader(), new Class<?>[] {Studies.class},
                (self, method, arguments) -> {
                    throw new GrowthException(GrowthException.Kind.CONFIGURATION, "study.yaml:1: no study");
                });
        return new Trial().with("watch", () -> new WatchCommand(server, none)).in(home);
    }

    private Path run(String name, String lines) throws IOException {
        Path folder = Files.createDirectories(home.resolve(name));
        Files.writeString(folder.resolve("metrics.jsonl"), lines);
        return folder;
    }

    @Test
    void thePageIsShownUntilTheUserEnds() throws IOException {
        Path folder = run("small", STEP);
        int[] asked = {0};
        Trial.Result result = trial().stop(() -> {
            if (++asked[0] == 2) {
                assertThat(shown).hasSize(1);
                append(folder, END);
            }
            return shown.size() == 2;
        }).run("watch", "small", "--port", "4000").ends(0);
        assertThat(result.lines()).containsExactly("watching " + folder + " at http://127.0.0.1:4000/token/", "Ctrl-C ends");
        assertThat(ports).containsExactly(4000);
        assertThat(shown).extracting(watched -> watched.runs().get(0).state()).containsExactly(RunView.State.TRAINING,
                RunView.State.FINISHED);
        assertThat(closed).isTrue();
    }

    private static void append(Path folder, String line) {
        try {
            Files.writeString(folder.resolve("metrics.jsonl"), STEP + line);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPictureOnce() throws IOException {
        run("small", STEP + END);
        Trial.Result result = trial().run("watch", "small/metrics.jsonl", "--text", "--once").ends(0);
        assertThat(result.lines().get(0)).isEqualTo("small  finished");
        assertThat(result.out()).contains("training loss 5.5000").doesNotContain("\u001b");
        assertThat(ports).isEmpty();
    }

    @Test
    void whereThereIsNoTerminalALineIsPrintedUntilTheRunEnds() throws IOException {
        run("runs/a", STEP + END);
        run("runs/b", STEP + END);
        Trial.Result result = trial().run("watch", "runs", "--text").ends(0);
        assertThat(result.lines()).hasSize(2).first().asString().startsWith("a: finished, step 1, training loss 5.5000");
    }

    @Test
    void whatIsNoFolderIsSaid() throws IOException {
        Files.writeString(home.resolve("run.yaml"), "name: x\n");
        assertThat(trial().run("watch", "run.yaml").ends(2).err()).contains("run.yaml: is a file; growth watch needs a run folder");
        assertThat(trial().run("watch", "none", "--text", "--once").ends(4).err()).contains("none: does not exist");
        assertThat(trial().stop(() -> true).run("watch", "none", "--text").ends(0).err()).contains(
                "none does not exist yet; waiting for it");
    }

    @Test
    void aStudyThatCannotBeReadStillShowsItsRuns() throws IOException {
        run("study/runs/scratch/seed-1", STEP);
        Files.writeString(home.resolve("study/study.yaml"), "name: x\n");
        assertThat(trial().run("watch", "study", "--text", "--once").ends(0).out()).contains("scratch/seed-1",
                "note: study.yaml:1: no study");
    }
}
