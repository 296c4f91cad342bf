package growth.report.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.report.watch.RunView.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatchTest {
    @TempDir
    private Path home;
    private long now = System.currentTimeMillis();

    private FolderWatch watch(Path folder) {
        return new FolderWatch(folder, study -> List.of(Path.of("runs/scratch/seed-1"), Path.of("runs/stack/seed-1")), () -> now);
    }

    private static RunView only(Watched watched) {
        assertThat(watched.several()).isFalse();
        assertThat(watched.runs()).hasSize(1);
        return watched.runs().get(0);
    }

    @Test
    void fromBeforeTheFirstLineToTheEnd() throws IOException {
        Path run = home.resolve("small");
        FolderWatch watch = watch(run);
        assertThat(only(watch.look()).state()).isEqualTo(State.WAITING);
        Records.begin(run, 40);
        assertThat(only(watch.look()).state()).isEqualTo(State.WAITING);

        for (int step = 1; step <= 10; step++) {
            Records.add(run, Records.step(step, 0));
        }
        Records.add(run, Records.evaluation(10, 0));
        RunView training = only(watch.look());
        assertThat(training.name()).isEqualTo("small");
        assertThat(training.state()).isEqualTo(State.TRAINING);
        assertThat(training.share()).isEqualTo(0.25);
        assertThat(training.secondsLeft()).isCloseTo(15, within(1e-9));
        assertThat(training.recentLoss()).isCloseTo(5.45, within(1e-9));
        assertThat(training.recentSpeed()).isCloseTo(128, within(1e-9));
        assertThat(training.lastEvaluation().orElseThrow().loss()).isEqualTo(5.5);
        assertThat(training.silent()).isFalse();

        Records.add(run, Records.end(10, "stopped"));
        assertThat(only(watch.look()).state()).isEqualTo(State.STOPPED);
        assertThat(watch.look().over()).isTrue();
        Records.add(run, Records.resumed(10) + Records.step(11, 0));
        assertThat(only(watch.look()).state()).isEqualTo(State.TRAINING);
        Records.add(run, Records.end(40, "finished"));
        assertThat(only(watch.look()).share()).isEqualTo(1);
    }

    /** Speed is that of the present stage: a model that has grown is slower. */
    @Test
    void whatIsLeftIsReckonedAtTheSpeedOfThePresentStage() throws IOException {
        Path run = Records.begin(home.resolve("small"), 40);
        Records.add(run, Records.step(1, 0) + Records.step(2, 0) + Records.growth(2));
        String slow = Records.step(3, 1).replace("\"seconds\": 1.5", "\"seconds\": 10.0")
                + Records.step(4, 1).replace("\"seconds\": 2.0", "\"seconds\": 12.0");
        Records.add(run, slow);
        assertThat(only(watch(run).look()).secondsLeft()).isCloseTo(36 * 2, within(1e-9));
    }

    @Test
    void aRecordThatIsReplacedIsReadAgain() throws IOException {
        Path run = Records.begin(home.resolve("small"), 40);
        Path before = Files.copy(run.resolve("metrics.jsonl"), home.resolve("before"));
        Records.add(run, Records.step(1, 0) + Records.step(2, 0) + Records.end(2, "stopped"));
        FolderWatch watch = watch(run);
        assertThat(only(watch.look()).metrics().steps()).hasSize(2);
        Files.move(before, run.resolve("metrics.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        Records.add(run, Records.step(1, 0));
        RunView resumed = only(watch.look());
        assertThat(resumed.metrics().steps()).hasSize(1);
        assertThat(resumed.state()).isEqualTo(State.TRAINING);
    }

    @Test
    void aRunThatHasDiverged() throws IOException {
        Path run = Records.begin(home.resolve("small"), 40);
        Records.add(run, Records.step(1, 0) + Records.step(2, 0).replace("\"loss\": 5.8", "\"loss\": null") + Records.end(2, "diverged"));
        RunView view = only(watch(run).look());
        assertThat(view.state()).isEqualTo(State.DIVERGED);
        assertThat(view.secondsLeft()).isNaN();
        assertThat(WatchHtml.view(watch(run).look())).contains("diverged", "a remark");
    }

    @Test
    void silenceLongerThanStepsTakeIsSaid() throws IOException {
        Path run = Records.begin(home.resolve("small"), 40);
        Records.add(run, Records.step(1, 0));
        Files.setLastModifiedTime(run.resolve("metrics.jsonl"), FileTime.fromMillis(now - 192_000));
        RunView view = only(watch(run).look());
        assertThat(view.silent()).isTrue();
        assertThat(RunWords.state(view)).endsWith("; no news for 3m12s: it may have been ended");
    }

    @Test
    void partsThatCannotBeReadAreSaid() throws IOException {
        Path run = Records.begin(home.resolve("small"), 40);
        Records.add(run, Records.step(1, 0) + "{\"kind\": \"st\n" + Records.step(2, 0));
        Files.writeString(run.resolve("run.yaml"), "model: [");
        Watched watched = watch(run).look();
        assertThat(only(watched).metrics().steps()).hasSize(2);
        assertThat(only(watched).share()).isNaN();
        assertThat(watched.notes()).singleElement().asString().contains("metrics.jsonl");
    }

    @Test
    void aFolderOfRuns() throws IOException {
        Records.add(Records.begin(home.resolve("b/seed-1"), 40), Records.step(1, 0));
        Records.add(Records.begin(home.resolve("a"), 40), Records.step(1, 0) + Records.end(1, "finished"));
        Watched watched = watch(home).look();
        assertThat(watched.several()).isTrue();
        assertThat(watched.runs()).extracting(RunView::name).containsExactly("a", "b/seed-1");
        assertThat(watched.runs()).extracting(RunView::arm).containsExactly("a", "b");
        assertThat(watched.counts()).isEqualTo("1 training, 1 finished");
        assertThat(watched.over()).isFalse();
    }

    @Test
    void aStudyHasRunsThatHaveNotBegun() throws IOException {
        Files.writeString(home.resolve("study.yaml"), "name: small\n");
        Records.add(Records.begin(home.resolve("runs/scratch/seed-1"), 40), Records.step(1, 0));
        Watched watched = watch(home).look();
        assertThat(watched.runs()).extracting(RunView::name).containsExactly("scratch/seed-1", "stack/seed-1");
        assertThat(watched.runs()).extracting(RunView::state).containsExactly(State.TRAINING, State.WAITING);
        assertThat(watched.counts()).isEqualTo("1 training, 1 not begun");
    }

    @Test
    void aStudyFileThatCannotBeReadLeavesTheRunsThatAreThere() throws IOException {
        Files.writeString(home.resolve("study.yaml"), "name: small\n");
        Records.add(Records.begin(home.resolve("runs/scratch/seed-1"), 40), Records.step(1, 0));
        FolderWatch watch = new FolderWatch(home, study -> {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, study + ":1: what is this");
        }, () -> now);
        assertThat(watch.look().runs()).extracting(RunView::name).containsExactly("scratch/seed-1");
        assertThat(watch.look().notes()).containsExactly(home.resolve("study.yaml") + ":1: what is this");
    }
}
