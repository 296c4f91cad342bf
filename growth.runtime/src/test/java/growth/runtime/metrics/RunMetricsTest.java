package growth.runtime.metrics;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.api.training.Classes;
import growth.api.training.EndFacts;
import growth.api.training.Progress;
import growth.api.training.Score;
import growth.api.training.SearchReport;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.SearchCompleted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.metrics.MetricsRecord.Checkpoint;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Growth;
import growth.runtime.metrics.MetricsRecord.Search;
import growth.runtime.metrics.MetricsRecord.Start;
import growth.runtime.metrics.MetricsRecord.Suite;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {
    @TempDir
    private Path home;

    private static Progress at(long step, int stage) {
        return new Progress(step, 64 * step, step / 100.0, 1e6 * step, 0.5 * step, 0.01 * step, 3.25, OptionalDouble.empty(), stage);
    }

    private static StepCompleted step(long step, int stage) {
        return new StepCompleted(at(step, stage), 1e-3, 0.75, 128, 2e6);
    }

    /** A record of a run that an earlier version made: it grew, was stopped at step 25, resumed and finished. */
    private static Path recorded() {
        return Path.of("src/test/resources/metrics/resumed.jsonl");
    }

    private Path written(String... lines) {
        return written(String.join("\n", lines) + "\n");
    }

    private Path written(String text) {
        try {
            return Files.writeString(home.resolve("metrics.jsonl"), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(String kind, long step, String rest) {
        return "{\"kind\":\"" + kind + "\",\"step\":" + step + ",\"tokens\":" + 64 * step + ",\"epochs\":0.5,\"flops\":" + 1e6 * step
                + ",\"seconds\":2.5,\"stage\":0" + rest + "}";
    }

    private static List<Long> steps(RunMetrics metrics) {
        return metrics.steps().stream().map(s -> s.at().step()).toList();
    }

    @Test
    void readsARealRecordOfAnEarlierVersion() {
        RunMetrics run = RunMetrics.read(recorded());
        assertThat(run.remarks()).isEmpty();
        assertThat(steps(run)).hasSize(40).startsWith(1L, 2L).endsWith(39L, 40L).isSorted();
        assertThat(run.starts()).extracting(Start::resumed).containsExactly(false, true);
        // The stage is told of again when the run goes on.
        assertThat(run.stages()).extracting(s -> s.at().step() + " " + s.shape() + " " + s.parameters())
                .containsExactly("0 llama 2L 32H 2h/2kv×16 f64 V64 T32 24736", "10 llama 4L 32H 2h/2kv×16 f64 V64 T32 45344");
        Growth growth = run.growths().get(0);
        assertThat(growth.at()).isEqualTo(new Point(10, 1280, 5, 2.0447232E8, 4.815746551, 1));
        assertThat(growth.change().operator()).isEqualTo("noisy-stack");
        assertThat(growth.effect().lossBefore()).isEqualTo(3.9614622479030275);
        assertThat(growth.effect().newGradientNorm()).isNaN();
        assertThat(growth.took().seconds()).hasValue(0.615630036);
        assertThat(growth.took().flops()).isEmpty();
        Evaluation evaluation = run.evaluations().get(0);
        assertThat(evaluation.score()).isEqualTo(new Score(3.57581255150678, 256, 122, OptionalDouble.empty()));
        assertThat(evaluation.score().accuracy()).isEqualTo(0.4765625);
        assertThat(evaluation.sets()).isEmpty();
        assertThat(evaluation.took()).isEqualTo(Took.UNKNOWN);
        assertThat(evaluation.classes()).isEmpty();
        assertThat(run.checkpoints()).extracting(Checkpoint::folder).hasSize(8).endsWith("step-00000040");
        assertThat(run.end().orElseThrow().outcome()).isEqualTo(RunEnded.Outcome.FINISHED);
        assertThat(run.end().orElseThrow().facts()).isEmpty();
        assertThat(run.last()).hasValue(run.end().orElseThrow().at());
    }

    @Test
    void readsWhatTheWriterWrites() {
        Path file = home.resolve("metrics.jsonl");
        try (MetricsFile metrics = MetricsFile.begin(file)) {
            metrics.on(new RunStarted("run", home, false, Progress.none()));
            metrics.on(step(1, 0));
            metrics.on(new EvaluationCompleted(at(1, 0), Double.NaN, 8, 6));
            metrics.on(new CheckpointSaved(at(1, 0), home.resolve("step-1"), 0.25));
            metrics.on(new RunEnded(at(1, 0), RunEnded.Outcome.STOPPED, List.of("a remark")));
        }
        RunMetrics run = RunMetrics.read(home);
        assertThat(run.steps()).singleElement().isEqualTo(new MetricsRecord.Step(new Point(1, 64, 0.01, 1e6, 0.5, 0), 3.25, 1e-3, 0.75,
                new MetricsRecord.Speed(128, 2e6)));
        assertThat(run.steps().loss(0)).isEqualTo(3.25);
        assertThat(run.evaluations().get(0).loss()).isNaN();
        assertThat(run.end().orElseThrow().remarks()).containsExactly("a remark");
    }

    @Test
    void everythingThatAnEventTellsIsReadBack() {
        Score score = new Score(2.5, 10, 4, OptionalDouble.of(1.25));
        Map<String, Score> sets = new LinkedHashMap<>();
        sets.put("news", new Score(3, 7, 1, OptionalDouble.of(1.5)));
        sets.put("code", new Score(Double.NaN, 7, 1, OptionalDouble.empty()));
        Took took = new Took(OptionalDouble.of(0.5), OptionalDouble.of(3e6));
        Classes classes = new Classes(0.4, new Classes.Top(3, 0.9), new Classes.Averages(0.2, 0.25, 0.3), List.of("x", "y"),
                List.of(List.of(1L, 2L), List.of(3L, 4L)));
        SearchReport search = new SearchReport(List.of(new SearchReport.Candidate(2, "", 2, 5), new SearchReport.Candidate(3, "12px", 1.5,
                7)), 1, took, new Took(OptionalDouble.of(1), OptionalDouble.of(2)));
        EndFacts facts = new EndFacts(new EndFacts.Length("8Mtok", 0.5, OptionalDouble.of(7e9), Optional.of(3), Optional.of("a stage")),
                new EndFacts.Ramps(2, 0.25), new EndFacts.Copies(OptionalDouble.of(0), true, List.of("w")),
                new EndFacts.Guessing(5.5, OptionalDouble.of(4.5), true));
        try (MetricsFile metrics = MetricsFile.begin(home.resolve("metrics.jsonl"))) {
            metrics.on(new EvaluationCompleted(at(4, 0), score, sets, took, Optional.of(classes)));
            metrics.on(new SearchCompleted(at(5, 1), search));
            metrics.on(new RunEnded(at(5, 1), RunEnded.Outcome.FINISHED, List.of(), Optional.of(facts)));
        }
        RunMetrics run = RunMetrics.read(home);
        Point place = new Point(4, 256, 0.04, 4e6, 2, 0);
        assertThat(run.evaluations()).containsExactly(new Evaluation(place, score, sets, took, Optional.of(classes)));
        assertThat(run.searches()).containsExactly(new Search(new Point(5, 320, 0.05, 5e6, 2.5, 1), search.candidates(), 1, took,
                search.scoring()));
        assertThat(run.end().orElseThrow().facts()).hasValue(facts);
        assertThat(run.remarks()).isEmpty();
    }

    @Test
    void readsWhatNewerVersionsTell() {
        RunMetrics run = RunMetrics.read(written(
                line("evaluation", 4, ",\"loss\":2.5,\"scored\":10,\"correct\":4,\"accuracy\":0.4,\"bits_per_byte\":1.25,"
                        + "\"sets\":{\"news\":{\"loss\":3,\"scored\":7,\"correct\":1,\"bits_per_byte\":1.5},\"b\":{\"loss\":null}},"
                        + "\"took_seconds\":0.5,\"took_flops\":3e6,\"top5\":0.9,\"f1\":0.3,\"labels\":[\"x\",\"y\"],"
                        + "\"confusion\":[[1,2],[3,4]]"),
                line("search", 5, ",\"candidates\":[{\"layers\":2,\"view\":\"\",\"loss\":2,\"cost\":5},{\"layers\":3,\"view\":\"12px\","
                        + "\"loss\":1.5,\"cost\":7}],\"chosen\":1,\"training_seconds\":3,\"training_flops\":9e6,\"scoring_seconds\":1,"
                        + "\"scoring_flops\":2e6"),
                line("suite", 6, ",\"suite\":\"primitives\",\"task\":\"copy\",\"exact_match\":0.5,\"loss\":null,"
                        + "\"took_seconds\":1,\"took_flops\":8"),
                line("end", 6, ",\"outcome\":\"finished\",\"facts\":{\"duration\":\"6ba\",\"share\":1,\"planned_flops\":6e6"
                        + ",\"stages\":2,\"open_gates\":3,"
                        + "\"lowest_gate\":0.5,\"copy_distance\":0,\"copies_locked\":true,\"dead_parameters\":[\"w\"],"
                        + "\"guessing_loss\":5.5,\"unigram_loss\":4.5,\"worse_than_guessing\":false}")));
        assertThat(run.remarks()).isEmpty();
        Evaluation evaluation = run.evaluations().get(0);
        assertThat(evaluation.score().bitsPerByte()).hasValue(1.25);
        assertThat(evaluation.sets()).containsExactly(Map.entry("news", new Score(3, 7, 1, OptionalDouble.of(1.5))),
                Map.entry("b", new Score(Double.NaN, 0, 0, OptionalDouble.empty())));
        assertThat(evaluation.took()).isEqualTo(new Took(OptionalDouble.of(0.5), OptionalDouble.of(3e6)));
        assertThat(evaluation.classes()).as("of a version without means of precision and recall").hasValue(new Classes(0.4,
                new Classes.Top(5, 0.9), new Classes.Averages(Double.NaN, Double.NaN, 0.3), List.of("x", "y"),
                List.of(List.of(1L, 2L), List.of(3L, 4L))));
        Search search = run.searches().get(0);
        assertThat(search.candidates()).containsExactly(new SearchReport.Candidate(2, "", 2, 5), new SearchReport.Candidate(3, "12px",
                1.5, 7));
        assertThat(search.chosen()).isEqualTo(1);
        assertThat(search.training().flops()).hasValue(9e6);
        assertThat(search.scoring().flops()).hasValue(2e6);
        Suite suite = run.suites().get(0);
        assertThat(suite.suite() + " " + suite.task() + " " + suite.scores()).isEqualTo("primitives copy {exact_match=0.5, loss=NaN}");
        EndFacts facts = run.end().orElseThrow().facts().orElseThrow();
        assertThat(facts.length().planned()).isEqualTo("6ba");
        assertThat(facts.length().flops()).hasValue(6e6);
        assertThat(facts.length().stages()).hasValue(2);
        assertThat(facts.length().missing()).isEmpty();
        assertThat(facts.ramps()).isEqualTo(new EndFacts.Ramps(3, 0.5));
        assertThat(facts.copies()).isEqualTo(new EndFacts.Copies(OptionalDouble.of(0), true, List.of("w")));
        assertThat(facts.guessing()).isEqualTo(new EndFacts.Guessing(5.5, OptionalDouble.of(4.5), false));
    }

    @Test
    void lastLineThatIsCutOffIsLeftOutAndSaidSo() throws IOException {
        byte[] whole = Files.readAllBytes(recorded());
        int lines = Files.readAllLines(recorded()).size();
        Path file = home.resolve("metrics.jsonl");
        // Wherever the cut falls in the last line, everything before it is there.
        int lastLine = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
        for (int cut = lastLine + 1; cut < whole.length - 1; cut += 7) {
            Files.write(file, Arrays.copyOf(whole, cut));
            RunMetrics run = RunMetrics.read(file);
            assertThat(run.remarks()).containsExactly(file + ":" + lines + ": is cut off, as after a crash, and left out");
            assertThat(run.steps()).hasSize(40);
            assertThat(run.end()).isEmpty();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThat(RunMetrics.read(file)).isEqualTo(RunMetrics.read(recorded()));
    }

    @Test
    void foreignAndBrokenLinesAreLeftOutWithTheirPlaces() {
        Path file = written(line("start", 0, ",\"name\":\"a\",\"resumed\":false"), "Killed", "\u0000\u0000", "{}", "[1]",
                line("step", 1, ",\"loss\":3"), "", line("step", 2, ",\"loss\":\"high\""), line("tune", 2, ""),
                "{\"kind\":\"step\",\"step\":3,\"tokens\":1.5,\"loss\":2}", line("end", 2, ",\"outcome\":\"exploded\""),
                line("step", 4, ",\"loss\":null"));
        RunMetrics run = RunMetrics.read(file);
        assertThat(steps(run)).containsExactly(1L, 4L);
        assertThat(run.steps().loss(1)).isNaN();
        assertThat(run.steps().get(0).gradientNorm()).isNaN();
        assertThat(run.remarks()).containsExactly(
                file + ":2-5: is no line of a run's record, and left out",
                file + ":8: is left out: 'loss' is not a number",
                file + ":9: is of kind 'tune', which this version does not know, and left out",
                file + ":10: is left out: 'tokens' is not a whole number",
                file + ":11: is left out: 'outcome' is not finished, stopped, failed or diverged");
    }

    @Test
    void fileOfAnotherKindGivesFewRemarks() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("noise\n").append(line("unknown" + i, i, "")).append('\n');
        }
        RunMetrics run = RunMetrics.read(written(text.toString()));
        assertThat(run.remarks()).hasSize(21);
        assertThat(run.remarks().get(20)).endsWith("and 180 more such places");
        assertThat(run.last()).isEmpty();
    }

    @Test
    void emptyFileIsARecordOfNothingAndMissingFilesAreRefused() {
        RunMetrics run = RunMetrics.read(written(""));
        assertThat(run.steps()).isEmpty();
        assertThat(run.remarks()).containsExactly(home.resolve("metrics.jsonl") + ": is empty");
        assertRefused(Kind.DATA, () -> RunMetrics.read(home.resolve("none.jsonl"))).contains("none.jsonl", "does not exist");
    }

    @Test
    void runThatWentBackCountsAsItWentOn() {
        Path file = written(line("start", 0, ",\"resumed\":false"), line("stage", 0, ",\"shape\":\"a\""), line("step", 1, ",\"loss\":9"),
                line("step", 2, ",\"loss\":8"), line("evaluation", 2, ",\"loss\":8.5"), line("step", 3, ",\"loss\":7"),
                line("step", 4, ",\"loss\":6"), line("evaluation", 4, ",\"loss\":6.5"), line("end", 4, ",\"outcome\":\"failed\""),
                line("start", 2, ",\"resumed\":true"), line("step", 3, ",\"loss\":5"));
        RunMetrics run = RunMetrics.read(file);
        assertThat(run.steps().stream().map(s -> s.at().step() + " " + s.loss())).containsExactly("1 9.0", "2 8.0", "3 5.0");
        assertThat(run.evaluations()).extracting(Evaluation::loss).containsExactly(8.5);
        assertThat(run.end()).isEmpty();
        assertThat(run.remarks()).singleElement().asString().startsWith(file + ":10: goes on from step 2");
        assertThat(run.last().orElseThrow().step()).isEqualTo(3);
    }

    @Test
    void whatIsToldTwiceWithoutAStartCountsOnce() {
        Path file = written(line("step", 1, ",\"loss\":9"), line("step", 2, ",\"loss\":8"), line("step", 3, ",\"loss\":7"),
                line("evaluation", 3, ",\"loss\":7.5"), line("step", 2, ",\"loss\":6"), line("step", 3, ",\"loss\":5"),
                line("evaluation", 3, ",\"loss\":5.5"), line("step", 5, ",\"loss\":4"), line("step", 4, ",\"loss\":4.5"));
        RunMetrics run = RunMetrics.read(file);
        assertThat(run.steps().stream().map(s -> s.at().step() + " " + s.loss()))
                .containsExactly("1 9.0", "2 6.0", "3 5.0", "4 4.5", "5 4.0");
        assertThat(run.evaluations()).extracting(Evaluation::loss).containsExactly(5.5);
        assertThat(run.remarks()).containsExactly(file + ":5-6: tells of a step that the record has already; the later line counts");
    }

    @Test
    void followsAFileThatGrowsLineByLine() throws IOException {
        Path file = home.resolve("metrics.jsonl");
        MetricsFollower follower = new MetricsFollower(file);
        assertThat(follower.poll()).isEmpty();
        byte[] whole = Files.readAllBytes(recorded());
        int seen = 0;
        for (int from = 0; from < whole.length; from += 777) {
            // Pieces end within lines and within characters.
            Files.write(file, Arrays.copyOfRange(whole, from, Math.min(whole.length, from + 777)), StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            MetricsFollower.Update update = follower.poll().orElseThrow();
            assertThat(update.again()).isFalse();
            assertThat(update.metrics().remarks()).isEmpty();
            seen += update.metrics().steps().size();
        }
        assertThat(seen).isEqualTo(40);
        assertThat(follower.whole()).isEqualTo(RunMetrics.read(recorded()));
        assertThat(follower.poll().orElseThrow().metrics().steps()).isEmpty();
    }

    @Test
    void followsARunThatGoesOnFromAnEarlierCheckpoint() throws IOException {
        Path file = home.resolve("metrics.jsonl");
        MetricsFollower follower = new MetricsFollower(home);
        try (MetricsFile metrics = MetricsFile.begin(file)) {
            for (int i = 1; i <= 5; i++) {
                metrics.on(step(i, 0));
            }
        }
        assertThat(steps(follower.poll().orElseThrow().metrics())).containsExactly(1L, 2L, 3L, 4L, 5L);
        try (MetricsFile metrics = MetricsFile.resume(file, at(3, 0), note -> { })) {
            metrics.on(step(4, 0));
            MetricsFollower.Update update = follower.poll().orElseThrow();
            assertThat(update.again()).isTrue();
            assertThat(steps(update.metrics())).containsExactly(1L, 2L, 3L, 4L);
            metrics.on(step(5, 0));
            update = follower.poll().orElseThrow();
            assertThat(update.again()).isFalse();
            assertThat(steps(update.metrics())).containsExactly(5L);
        }
        // A folder that was copied over this one.
        Path other = Files.copy(recorded(), home.resolve("other"));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(follower.poll().orElseThrow().again()).isTrue();
        assertThat(follower.whole().steps()).hasSize(40);
    }

    @Test
    void hundredThousandsOfStepsAreReadInAMomentAndCompactly() throws IOException {
        Path file = home.resolve("metrics.jsonl");
        int count = 200_000;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 1; i <= count; i++) {
                out.write(line("step", i, ",\"loss\":" + 10.0 / i + ",\"lr\":1.0E-3,\"gradient_norm\":0.75,\"tokens_per_second\":128.0,"
                        + "\"flops_per_second\":2000000.0") + "\n");
            }
        }
        long begin = System.nanoTime();
        RunMetrics run = RunMetrics.read(file);
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(20);
        assertThat(run.steps()).hasSize(count);
        assertThat(run.steps().loss(count - 1)).isEqualTo(10.0 / count);
        assertThat(run.steps().at(count - 1).tokens()).isEqualTo(64L * count);
    }
}
