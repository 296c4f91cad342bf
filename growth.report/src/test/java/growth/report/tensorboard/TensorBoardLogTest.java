package growth.report.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.training.GrowthReport;
import growth.api.training.PluginOrigin;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.report.tensorboard.EventFileParser.Read;
import growth.runtime.metrics.MetricsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is played to the record and to the listener as a training does, each step a second of the clock. */
class TensorBoardLogTest {
    private static final long BEGUN = 1_700_000_000;
    private static final int GROWN_AT = 4;
    @TempDir
    private Path run;
    private double now = BEGUN;
    private MetricsFile metrics;
    private TensorBoardLog log;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(run.resolve("run.yaml"), "name: small\nmodel: {family: llama}\n");
        Files.writeString(run.resolve("provenance.json"), provenance("{\"time\": \"" + Instant.ofEpochSecond(BEGUN) + "\", \"step\": 0}"));
    }

    private static String provenance(String starts) {
        return "{\"seed\": 1, \"data\": {}, \"starts\": [" + starts + "]}";
    }

    private static ModelShape shape(int layers) {
        return ModelShape.builder(Family.LLAMA).layers(layers).hidden(64).heads(4).intermediate(176).vocabulary(256).context(128)
                .tied(false).build();
    }

    private static Progress progress(long step) {
        return new Progress(step, 64 * step, 0, 1e6 * step, step, step / 10.0, 5.0 - step / 10.0, OptionalDouble.empty(),
                step > GROWN_AT ? 1 : 0);
    }

    private void tell(TrainingEvent event) {
        metrics.on(event);
        log.on(event);
    }

    /** Trains from a step to another, and grows once on the way. */
    private void train(long from, long to) {
        boolean resumed = from > 0;
        metrics = resumed ? MetricsFile.resume(run.resolve("metrics.jsonl"), progress(from), line -> {
        }) : MetricsFile.begin(run.resolve("metrics.jsonl"));
        log = new TensorBoardLog(() -> Math.round(now * 1000), true);
        tell(new RunStarted("small", run, resumed, progress(from)));
        tell(new StageStarted(progress(from).stage(), shape(from > GROWN_AT ? 4 : 2), View.full(), progress(from)));
        for (long step = from + 1; step <= to; step++) {
            now++;
            tell(new StepCompleted(progress(step), 0.01 * step, 1.5, 1000, 1e9));
            if (step == GROWN_AT) {
                now += 0.5;
                Progress grown = new Progress(step, 64 * step, 0, 1e6 * step, step, 0.4, 4.6, OptionalDouble.empty(), 1);
                tell(new GrowthCompleted(grown, report()));
                tell(new StageStarted(1, shape(4), View.full(), grown));
            }
            if (step % 3 == 0) {
                now += 0.25;
                tell(new EvaluationCompleted(progress(step), 6.0 - step / 10.0, 100, 25));
            }
        }
    }

    private static GrowthReport report() {
        return new GrowthReport(
                new GrowthReport.Change("stack", new PluginOrigin("a", "1", ""), shape(2), shape(4), "twice", Preservation.NONE,
                        Optional.empty()),
                new GrowthReport.Effect(0.5, 4.5, 4.75, 1, List.of(), 1),
                new GrowthReport.Policies(OptimizerStatePolicy.RESET, LearningRatePolicy.CONTINUE, Trainable.ALL),
                new GrowthReport.Cost(0.5, 100, false));
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("tensorboard"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private List<Read> read(String tag) throws IOException {
        return EventFileParser.values(file()).stream().filter(read -> read.tag().equals(tag)).toList();
    }

    private List<Long> steps(String tag) throws IOException {
        return read(tag).stream().map(Read::step).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void tellsOfEveryStepWhenItHappened() throws IOException {
        train(0, 10);
        tell(new RunEnded(progress(10), RunEnded.Outcome.FINISHED, List.of("a remark")));

        assertThat(read("train/loss")).hasSize(10).contains(new Read(BEGUN + 1.0, 1, "train/loss", 4.9f),
                new Read(BEGUN + 5 + 0.5 + 0.25, 5, "train/loss", 4.5f));
        assertThat(read("train/learning_rate")).extracting(Read::value).containsExactly(0.01f, 0.02f, 0.03f, 0.04f, 0.05f, 0.06f, 0.07f,
                0.08f, 0.09f, 0.1f);
        assertThat(read("train/gradient_norm")).hasSize(10).extracting(Read::value).containsOnly(1.5f);
        assertThat(read("speed/tokens_per_second")).hasSize(10).extracting(Read::value).containsOnly(1000f);
        assertThat(read("validation/loss")).extracting(Read::value).containsExactly(5.7f, 5.4f, 5.1f);
        assertThat(read("validation/accuracy")).extracting(Read::value).containsOnly(0.25f);
        assertThat(read("model/stage")).extracting(Read::value).containsExactly(1f, 1f, 1f, 1f, 2f, 2f, 2f, 2f, 2f, 2f);
        assertThat(read("model/parameters").get(3).value()).isEqualTo((float) shape(2).parameterCount());
        assertThat(read("model/parameters").get(4).value()).isEqualTo((float) shape(4).parameterCount());
        assertThat(read("run/file")).extracting(Read::value).containsExactly("    name: small\n    model: {family: llama}");
        assertThat(read("run/end")).extracting(Read::value).containsExactly("finished\n\na remark");
    }

    @Test
    void aGrowthIsATextAndAPeak() throws IOException {
        train(0, 10);
        tell(new RunEnded(progress(10), RunEnded.Outcome.FINISHED));
        assertThat(read("growth/changes")).singleElement().satisfies(growth -> {
            assertThat(growth.step()).isEqualTo(GROWN_AT);
            assertThat(growth.wallTime()).isEqualTo(BEGUN + 4.75);
            assertThat((String) growth.value()).contains("| growth | stack |\n|---|---|\n", "2L", "4L", "| loss | 4.5000 → 4.7500 |");
        });
        assertThat(read("growth/mark")).extracting(Read::step, Read::value).map(Object::toString)
                .containsExactly("(0L, 0.0f)", "(3L, 0.0f)", "(4L, 1.0f)", "(5L, 0.0f)", "(6L, 0.0f)", "(7L, 0.0f)", "(8L, 0.0f)",
                        "(9L, 0.0f)", "(10L, 0.0f)");
    }

    /** As after kill -9: the last record is cut, and steps after the checkpoint are trained again. */
    @Test
    void afterACrashNoStepIsToldTwice() throws IOException {
        train(0, 8);
        Path before = file();
        List<Read> told = EventFileParser.values(before).stream().filter(read -> read.step() <= 6).toList();
        byte[] whole = Files.readAllBytes(before);
        Files.write(before, Arrays.copyOf(whole, whole.length - 5), StandardOpenOption.TRUNCATE_EXISTING);
        now += 100;
        double resumed = now;
        train(6, 10);

        assertThat(file()).isNotEqualTo(before);
        assertThat(file().getFileName().toString()).isGreaterThan(before.getFileName().toString());
        for (String tag : List.of("train/loss", "model/stage")) {
            assertThat(steps(tag)).isEqualTo(range(1, 10));
        }
        assertThat(steps("validation/loss")).containsExactly(3L, 6L, 9L);
        assertThat(steps("growth/mark")).containsExactly(0L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        // What was told keeps its times, but for the feet of the mark, which are drawn and did not happen.
        assertThat(EventFileParser.values(file()).stream().filter(read -> read.wallTime() <= resumed).toList())
                .filteredOn(read -> !read.tag().equals("growth/mark"))
                .isEqualTo(told.stream().filter(read -> !read.tag().equals("growth/mark")).toList());
        assertThat(read("train/loss").get(6).wallTime()).isEqualTo(resumed + 1);
    }

    @Test
    void resumedFromAnEarlierCheckpointBeforeTheGrowth() throws IOException {
        train(0, 8);
        train(2, 3);
        assertThat(steps("train/loss")).isEqualTo(range(1, 3));
        assertThat(read("growth/mark")).isEmpty();
        assertThat(read("growth/changes")).isEmpty();
        train(3, 8);
        assertThat(steps("growth/mark")).containsExactly(0L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    /** Times come from provenance where no event file tells them, as in runs from before there were any. */
    @Test
    void withoutAnEventFileTheRecordIsEnough() throws IOException {
        train(0, 6);
        Files.delete(file());
        now = BEGUN + 1000;
        Files.writeString(run.resolve("provenance.json"), provenance("{\"time\": \"" + Instant.ofEpochSecond(BEGUN)
                + "\", \"step\": 0}, {\"time\": \"" + Instant.ofEpochSecond(BEGUN + 1000) + "\", \"step\": 6}"));
        train(6, 8);
        assertThat(read("train/loss")).extracting(Read::wallTime).containsExactly(BEGUN + 1.0, BEGUN + 2.0, BEGUN + 3.0, BEGUN + 4.0,
                BEGUN + 5.0, BEGUN + 6.0, BEGUN + 1001.0, BEGUN + 1002.0);
    }

    @Test
    void whatIsNoNumberIsShownAsSuch() throws IOException {
        train(0, 1);
        Progress diverged = new Progress(2, 128, 0, 2e6, 2, 0.2, Double.NaN, OptionalDouble.empty(), 0);
        tell(new StepCompleted(diverged, 0.01, Double.POSITIVE_INFINITY, 1000, 1e9));
        tell(new RunEnded(diverged, RunEnded.Outcome.DIVERGED));
        assertThat(read("train/loss").get(1).value()).isEqualTo(Float.NaN);
        assertThat(read("run/end")).extracting(Read::value).containsExactly("diverged");
    }

    @Test
    void whatCannotBeWrittenIsSaidInOneLine() throws IOException {
        Files.writeString(run.resolve("tensorboard"), "in the way");
        metrics = MetricsFile.begin(run.resolve("metrics.jsonl"));
        log = new TensorBoardLog(() -> 0, true);
        assertThatThrownBy(() -> tell(new RunStarted("small", run, false, progress(0)))).isInstanceOf(GrowthException.class)
                .hasMessageContaining(run.resolve("tensorboard") + ": cannot be written: ").hasMessageNotContaining("\n");
    }

    @Test
    void withoutTheOptionNothingIsWritten() {
        metrics = MetricsFile.begin(run.resolve("metrics.jsonl"));
        log = new TensorBoardLog(() -> 0, false);
        tell(new RunStarted("small", run, false, progress(0)));
        assertThat(run.resolve("tensorboard")).doesNotExist();
    }
}
