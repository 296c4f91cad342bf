package growth.shell.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.api.training.TrainingListener;
import growth.runtime.config.Overrides;
import growth.study.file.Arm;
import growth.study.file.Cell;
import growth.study.file.StudyRun;
import growth.study.file.Trial;
import growth.study.run.CellState;
import growth.study.run.RunEnd;
import growth.study.run.StudyFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a study prints on a terminal and elsewhere. */
class StudyProgressTest {
    private static final Arm SCRATCH = arm("scratch", Arm.Role.BASELINE);
    private static final Arm STACK = arm("stack", Arm.Role.VARIANT);
    private static final Cell FIRST = new Cell(SCRATCH, Trial.ONLY, 1);
    private static final Cell SECOND = new Cell(SCRATCH, Trial.ONLY, 2);
    private static final Cell GROWN = new Cell(STACK, Trial.ONLY, 1);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    @TempDir
    private Path home;

    private static Arm arm(String name, Arm.Role role) {
        return new Arm(name, role, Overrides.empty("study.yaml:1"), Optional.empty(), Optional.empty(), "study.yaml:1");
    }

    private StudyProgress progress(boolean terminal) {
        Map<Cell, Double> flops = new LinkedHashMap<>();
        flops.put(FIRST, 100.0);
        flops.put(SECOND, 100.0);
        flops.put(GROWN, Double.NaN);
        return new StudyProgress(flops, new StudyFolder(home), new PrintStream(bytes, true, StandardCharsets.UTF_8),
                new ConsoleStyle(terminal, false, false, Duration.ZERO, () -> 80),
                Optional.of(new RunLogs(Optional.empty(), Optional.empty())), nanos::get);
    }

    private static Progress at(double share, double loss, boolean evaluated) {
        return new Progress(Math.round(40 * share), 0, 0, 100 * share, 10 * share, share, loss,
                evaluated ? OptionalDouble.of(loss) : OptionalDouble.empty(), 0);
    }

    private static TrainingEvent step(double share, double loss) {
        return new StepCompleted(at(share, loss, false), 1e-3, 1, 1, 1);
    }

    private void train(StudyProgress study, Cell cell, double from, double... shares) {
        List<TrainingListener> listeners = study.started(new StudyRun(cell, null));
        TrainingListener own = listeners.get(listeners.size() - 1);
        own.on(new RunStarted("x", home, from > 0, at(from, 3, false)));
        for (double share : shares) {
            nanos.addAndGet(1_000_000_000L);
            own.on(step(share, 3 - share));
        }
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutATerminalEachRunThatEndsIsALine() {
        StudyProgress study = progress(false);
        study.begun(Map.of(FIRST, CellState.FINISHED, SECOND, CellState.NEW, GROWN, CellState.BEGUN));
        train(study, SECOND, 0, 0.5, 1);
        study.ended(new RunEnd(new StudyRun(SECOND, null), CellState.FINISHED, Optional.empty()));
        train(study, GROWN, 0.2, 0.4);
        study.ended(new RunEnd(new StudyRun(GROWN, null), CellState.DIVERGED, Optional.empty()));
        study.ended(new RunEnd(new StudyRun(FIRST, null), CellState.BEGUN, Optional.of(new GrowthException(Kind.DATA, "x.txt: is gone"))));
        study.end();
        assertThat(printed().lines()).containsExactly("1 of 3 runs are finished, 1 resume",
                // 100 of 300 in two seconds, 100 are left: all of the grown run
                "[2/3] scratch seed 2 loss 2.0000 after 40 steps, 100 FLOP, 10s; eta 2s",
                "[3/3] stack seed 1 diverged after 16 steps, 40 FLOP, 4s",
                "[2/3] scratch seed 1 failed: x.txt: is gone");
    }

    @Test
    void onATerminalATableIsDrawnInPlace() {
        StudyProgress study = progress(true);
        study.begun(Map.of(FIRST, CellState.NEW, SECOND, CellState.NEW, GROWN, CellState.NEW));
        train(study, FIRST, 0, 0.5);
        assertThat(study.lines()).containsExactly(
                "arm      runs  loss  done  now",
                "scratch   0/2     –   25%  seed 1 50% 2.5000",
                "stack     0/1     –    0%",
                "run 0/3 (16.67%) eta 5s");
        study.ended(new RunEnd(new StudyRun(FIRST, null), CellState.FINISHED, Optional.empty()));
        assertThat(study.lines().get(1)).startsWith("scratch   1/2  2.5000   50%");
        assertThat(printed()).contains("\u001b[4A\r\u001b[J[1/3] scratch seed 1 loss 2.5000");
    }

    @Test
    void whatIsSharedIsNoWorkOfThisRun() {
        StudyTally tally = new StudyTally(Map.of(FIRST, 100.0, SECOND, 300.0));
        tally.start(FIRST, at(0.5, 3, false));
        assertThat(tally.left(10)).isNaN();
        tally.progress(FIRST, at(0.75, 3, false));
        assertThat(tally.share()).isCloseTo(75 / 400.0, within(1e-12));
        // 25 of 400 in 10 seconds, 325 are left
        assertThat(tally.left(10)).isCloseTo(130, within(1e-9));
    }

    @Test
    void whatRunsSayIsInTheirFolders() throws IOException {
        StudyProgress study = progress(false);
        Path folder = Files.createDirectories(home.resolve(GROWN.folder()));
        TrainingListener log = study.started(new StudyRun(GROWN, null)).get(0);
        log.on(new RunStarted("stack-seed-1", folder, false, Progress.none()));
        log.on(new EvaluationCompleted(at(0.5, 2.5, true), 2.5, 128, 10));
        log.on(new RunEnded(at(1, 2.5, true), RunEnded.Outcome.FINISHED));
        study.begun(Map.of(GROWN, CellState.NEW));
        study.ended(new RunEnd(new StudyRun(GROWN, null), CellState.BEGUN, Optional.of(new GrowthException(Kind.DATA, "x.txt: is gone"))));
        log.on(new EvaluationCompleted(at(0.5, 9.5, true), 9.5, 128, 10));
        assertThat(Files.readString(folder.resolve("log.txt")).lines()).hasSize(5)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |ERROR) .*"))
                .satisfiesExactly(l -> assertThat(l).contains(" process "), l -> assertThat(l).contains("run stack-seed-1 in "),
                        l -> assertThat(l).contains("eval step 20 loss 2.5000"),
                        l -> assertThat(l).contains("done:"), l -> assertThat(l).endsWith("ERROR x.txt: is gone"));
        assertThat(printed()).isEqualTo("[0/3] stack seed 1 failed: x.txt: is gone\n");
    }
}
