package growth.shell.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.Amounts;
import growth.api.TrainingTime;
import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.training.GrowthReport;
import growth.api.training.GrowthReport.Cost;
import growth.api.training.GrowthReport.Effect;
import growth.api.training.GrowthReport.Policies;
import growth.api.training.PluginOrigin;
import growth.api.training.Progress;
import growth.api.training.Score;
import growth.api.training.Took;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RanksExchanged;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.plan.Plan;
import growth.runtime.run.RunFile;
import growth.runtime.train.RunOutline;
import growth.shell.fake.Runs;
import growth.shell.text.ModelWords;
import growth.shell.text.TextWidth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleLogTest {
    private static final PluginOrigin ORIGIN = new PluginOrigin("growth.ops.stacking", "1.0.0", "");
    private static final ModelShape SMALL = shape(3);
    private static final ModelShape LARGE = shape(12);
    private static final ConsoleStyle PLAIN = ConsoleStyle.of(false, false, false);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    @TempDir
    private Path home;

    private static ModelShape shape(int layers) {
        return ModelShape.builder(Family.LLAMA).layers(layers).hidden(64).heads(2).intermediate(128).vocabulary(256).context(32).build();
    }

    /** 100 steps of 10 tokens: 40 of the small model at 1 MFLOP a step, 60 of the large one at 4. */
    private RunOutline outline(String duration) {
        Runs runs = new Runs();
        runs.duration = TrainingTime.parse(duration);
        RunFile run = runs.read(home.resolve("run.yaml"), List.of());
        Plan.Stage first = new Plan.Stage(0, 400, SMALL, View.full(), SMALL.parameterCount(), 40e6, 0, 0, Double.NaN,
                Optional.of(Trainable.ALL));
        Plan.Stage second = new Plan.Stage(400, 600, LARGE, View.full(), LARGE.parameterCount(), 240e6, 0, 0, Double.NaN,
                Optional.of(Trainable.ALL));
        return new RunOutline(run, LARGE, List.of(first, second), 10, 20e6);
    }

    private static Progress at(long step, int stage) {
        double flops = step <= 40 ? step * 1e6 : 40e6 + (step - 40) * 4e6;
        return new Progress(step, step * 10, 0, flops, step * 0.1, step / 100.0, 3.5, OptionalDouble.empty(), stage);
    }

    private ConsoleLog log(ConsoleStyle style) {
        ConsoleLog log = new ConsoleLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), style, nanos::get);
        log.outlined(outline("1000tok"));
        return log;
    }

    /** A log of a run in its first stage. */
    private ConsoleLog begun(ConsoleStyle style) {
        ConsoleLog log = log(style);
        log.on(new RunStarted("run", home, false, Progress.none()));
        log.on(new StageStarted(0, SMALL, View.full(), Progress.none()));
        return log;
    }

    private void step(ConsoleLog log, long step, int stage) {
        nanos.addAndGet(100_000_000);
        log.on(new StepCompleted(at(step, stage), 9.8e-4, 1, 100, 10e6));
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static GrowthReport report(Trainable trainable) {
        return new GrowthReport(change("snr: 10"), new Effect(0.5, 3.25, 3.75, 0.125, List.of("a", "b", "c", "d"), 0),
                new Policies(OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, trainable), new Cost(0.5, 2_000_000, false));
    }

    private static GrowthReport.Change change(String parting) {
        return new GrowthReport.Change("stack", ORIGIN, SMALL, LARGE, "layers 3 -> 12", Preservation.NONE, Optional.of(parting));
    }

    @Test
    void stepLineIsInFixedOrder() {
        ConsoleLog log = begun(PLAIN);
        step(log, 6, 0);
        // 34 MFLOP of the first stage and 240 of the second, at 10 a second; the clock has passed 0.1 s for 0.6 s of training.
        assertThat(lines()).containsExactly("run run in " + home,
                "stage 1/2: " + SMALL + ", 156.1k parameters, sequences of 32",
                "step   6/100 ( 6.00%) loss 3.5000 lr 9.8e-04 tok/s 100 peak 50% eta 27s params 156.1k stage 1/2 3L");
    }

    /** @param nanosPerStep how fast steps of one percent follow each other */
    private List<Long> stepsInLog(long nanosPerStep, int steps) {
        bytes.reset();
        ConsoleLog log = begun(PLAIN);
        for (long step = 1; step <= steps; step++) {
            nanos.addAndGet(nanosPerStep - 100_000_000);
            step(log, step, 0);
            log.on(new EvaluationCompleted(at(step, 0), 3.25, 1024));
        }
        log.on(new RunEnded(at(steps, 0), RunEnded.Outcome.STOPPED));
        return lines().stream().filter(l -> l.startsWith("step ")).map(l -> Long.parseLong(l.substring(5, 8).trim())).toList();
    }

    @Test
    void aLogHasALinePerMinuteOrPercentWhicheverIsRarerAndTheFirstAndTheLast() {
        assertThat(stepsInLog(20_000_000_000L, 8)).as("three steps a minute").containsExactly(1L, 4L, 7L, 8L);
        assertThat(stepsInLog(100_000_000_000L, 4)).as("a percent takes more than a minute").containsExactly(1L, 2L, 3L, 4L);
        assertThat(stepsInLog(1_000_000L, 100)).as("a run of a tenth of a second").containsExactly(1L, 100L);
    }

    @Test
    void evaluationTellsBitsPerByteAndFurtherSets() {
        ConsoleLog log = log(PLAIN);
        log.on(new StageStarted(0, SMALL, View.full(), Progress.none()));
        Map<String, Score> sets = new LinkedHashMap<>();
        sets.put("news", new Score(3.5, 1024, 9, OptionalDouble.of(1.5)));
        sets.put("code", new Score(2.25, 1024, 9, OptionalDouble.empty()));
        log.on(new EvaluationCompleted(at(30, 0), new Score(3.25, 1024, 9, OptionalDouble.of(1.42314)), sets, Took.UNKNOWN,
                Optional.empty()));
        assertThat(lines()).endsWith("eval step 30 loss 3.2500 perplexity 25.79 bits/byte 1.4231 (1,024 labels); news 3.5000, code 2.2500");
    }

    @Test
    void whatFollowsAStepIsToldAfterwards() {
        ConsoleLog log = log(PLAIN);
        log.on(new StageStarted(0, SMALL, View.full(), Progress.none()));
        step(log, 30, 0);
        log.on(new EvaluationCompleted(at(30, 0), 3.25, 1024));
        log.on(new CheckpointSaved(at(30, 0), home.resolve("checkpoints/step-00000030"), 0.25));
        assertThat(lines()).endsWith("eval step 30 loss 3.2500 perplexity 25.79 (1,024 labels)",
                "saved " + home.resolve("checkpoints/step-00000030") + " (0.3 s)");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80, 97, 120})
    void nothingOnATerminalIsWiderThanIt(int columns) {
        ConsoleLog log = log(ConsoleStyle.of(true, false, false, () -> columns));
        log.on(new RunStarted("run", Path.of("r"), false, Progress.none()));
        log.on(new StageStarted(0, SMALL, View.full(), Progress.none()));
        step(log, 6, 0);
        log.on(new GrowthCompleted(at(40, 1), report(Trainable.layers(List.of(3, 4, 5, 7, 10, 11)))));
        String plain = bytes.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "").replace("\r", "");
        assertThat(plain.lines()).filteredOn(l -> columns >= 40 || l.startsWith("step ")).isNotEmpty()
                .allSatisfy(line -> assertThat(TextWidth.columns(line)).isLessThanOrEqualTo(columns));
        List<String> box = plain.lines().filter(l -> "┌│└".indexOf(l.charAt(0)) >= 0).toList();
        assertThat(box).allSatisfy(line -> assertThat(TextWidth.columns(line)).isEqualTo(TextWidth.columns(box.get(0))));
        assertThat(String.join("", box).replaceAll("[│ ]+", "")).contains("optimizerstatereset,learningraterestart", "claimed:none");
        String live = plain.lines().filter(l -> l.startsWith("step ")).findFirst().orElseThrow();
        assertThat("step   6/100 ( 6.00%) loss 3.5000 lr 9.8e-04 tok/s 100 peak 50% eta 27s params 156.1k stage 1/2 3L").startsWith(live);
    }

    @Test
    void aWindowThatBecomesNarrowerLeavesNoRemains() {
        AtomicInteger columns = new AtomicInteger(120);
        ConsoleLog log = log(ConsoleStyle.of(true, true, false, columns::get));
        log.on(new StageStarted(0, SMALL, View.full(), Progress.none()));
        step(log, 6, 0);
        columns.set(40);
        nanos.addAndGet(1_000_000_000);
        step(log, 7, 0);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[2A\u001b[Jstep   7/100 ( 7.00%) loss 3.5000");
    }

    @Test
    void growthIsABoxWithStraightEdges() {
        ConsoleLog log = log(PLAIN);
        log.on(new GrowthCompleted(at(40, 1), report(Trainable.ALL)));
        List<String> box = lines();
        assertThat(box.get(0)).startsWith("┌─ growth: stack at step 40 ─").endsWith("┐");
        assertThat(box.get(box.size() - 1)).startsWith("└").endsWith("┘");
        assertThat(box).allSatisfy(line -> assertThat(line.codePointCount(0, line.length())).isEqualTo(box.get(0).length()));
        assertThat(String.join("\n", box)).contains("3.2500 -> 3.7500", "|Δlogit| 5.00e-01", "claimed: none", "a, b, c and 1 more",
                "optimizer state reset", "learning rate restart", "0.50 s, 2.0 MB for both models", "stay equal to",
                "what separates them is snr: 10").doesNotContain("trains");
    }

    @Test
    void aGrowthTensorByTensorTellsWhatItsMemoryHeld() {
        GrowthReport streamed = new GrowthReport(change("shares: uneven"), Effect.UNKNOWN,
                new Policies(OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, Trainable.ALL), new Cost(0.5, 2_000_000, true));
        assertThat(String.join("\n", GrowthBox.lines(streamed, "small"))).contains("0.50 s, 2.0 MB for the largest tensors, old and new",
                "copies    some that nothing", "shares: uneven");
    }

    @Test
    void whatAloneLearnsIsSaid() {
        ConsoleLog log = log(PLAIN);
        Trainable some = Trainable.layers(List.of(3, 4, 5, 7, 10, 11));
        log.on(new GrowthCompleted(at(40, 1), report(some)));
        log.on(new StageStarted(1, LARGE, View.full(), some, at(40, 1)));
        assertThat(lines()).filteredOn(l -> l.contains("trains"))
                .satisfiesExactly(box -> assertThat(box).startsWith("│ trains    layers 3–5, 7, 10–11 and nothing else  "),
                stage -> assertThat(stage).isEqualTo("stage 2/2: " + LARGE + ", 525.9k parameters, sequences of 32,"
                        + " trains layers 3–5, 7, 10–11"));
        assertThat(ModelWords.trainable(new Trainable(true, Optional.of(List.of(2)), true))).isEqualTo("the embedding, layer 2, the head");
        assertThat(ModelWords.trainable(new Trainable(true, Optional.empty(), false))).isEqualTo("the embedding, all layers");
        assertThat(ModelWords.trainable(Trainable.ALL)).isEmpty();
    }

    @Test
    void remainingTimeKnowsThatLaterStagesCostMore() {
        assertThat(RemainingTime.seconds(outline("1000tok"), at(20, 0), 10e6)).isCloseTo((20e6 + 240e6) / 10e6, within(1e-9));
        assertThat(RemainingTime.seconds(outline("1000tok"), at(70, 1), 10e6)).isCloseTo(30 * 4e6 / 10e6, within(1e-9));
        assertThat(RemainingTime.seconds(outline("1000tok"), at(100, 1), 10e6)).isZero();
        assertThat(RemainingTime.seconds(outline("280Mflop"), at(20, 0), 10e6)).isCloseTo(26, within(1e-9));
        assertThat(RemainingTime.seconds(outline("12sec"), at(20, 0), 10e6)).isCloseTo(10, within(1e-9));
    }

    @Test
    void terminalHasOneLiveLine() {
        ConsoleLog log = begun(ConsoleStyle.of(true, true, false));
        for (long step = 1; step <= 5; step++) {
            step(log, step, 0);
        }
        log.on(new EvaluationCompleted(at(5, 0), 3.25, 1024));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertThat(text.split("\r\u001b\\[K", -1)).hasSize(4);
        assertThat(text.substring(text.lastIndexOf('\r'))).contains("step   5/100").contains("\neval step 5");
        assertThat(text.replace("\r\u001b[K", "")).as("NO_COLOR").doesNotContain("\u001b");
    }

    @Test
    void quietConsoleSaysHowItEnded() {
        ConsoleLog log = begun(ConsoleStyle.of(false, false, true));
        step(log, 1, 0);
        log.note("a note");
        log.on(new CheckpointSaved(at(1, 0), home.resolve("checkpoints/step-00000001"), 0.25));
        log.on(new RunEnded(at(1, 0), RunEnded.Outcome.STOPPED));
        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).startsWith("stopped: training loss 3.5000 after 1 steps").endsWith("saved in " + home);
        assertThat(lines().get(1)).contains("growth train " + home.resolve("run.yaml") + " --out " + home + " --resume");
    }

    @Test
    void ranksSayWhatTheyExchangedAndHowTheyGoOn() {
        ConsoleLog log = log(ConsoleStyle.of(false, true, true));
        log.on(new RunStarted("run", home, true, at(10, 0)));
        log.on(new StageStarted(0, SMALL, View.full(), at(10, 0)));
        log.on(new RanksExchanged(at(20, 0), 2, 55, 12_000_000, 13_000_000, 2.5));
        log.on(new RunEnded(at(20, 0), RunEnded.Outcome.STOPPED));
        assertThat(lines()).endsWith("  exchanged: 2 ranks; rank 0 sent 12.0 MB and received 13.0 MB, 1.2 MB a step; 3s in exchanges",
                "  resume:   growth train " + home + "/run.yaml --out " + home + " --resume --rank 0 --peers …, and so on for every rank");
    }

    @Test
    void finishedRunSaysItsLossAndHowToEvaluate() throws IOException {
        ConsoleLog log = log(PLAIN);
        log.on(new RunStarted("run", home, true, at(99, 1)));
        Path checkpoint = Files.createDirectories(home.resolve("checkpoints/step-00000100"));
        Files.createFile(checkpoint.resolve("tokenizer.json"));
        log.on(new CheckpointSaved(at(100, 1), checkpoint, 0.25));
        Progress end = new Progress(100, 1000, 0, 280e6, 75, 1, 3, OptionalDouble.of(2), 1);
        log.on(new RunEnded(end, RunEnded.Outcome.FINISHED));
        assertThat(lines().get(0)).isEqualTo("resumed run at step 99 in " + home);
        assertThat(lines()).contains("done: validation loss 2.0000, perplexity 7.39 after 100 steps, 1.0k tokens, 280.0 MFLOP, 1m15s; "
                + home);
        String last = lines().get(lines().size() - 1);
        assertThat(last).contains("growth eval " + checkpoint).endsWith(" --data FILE");

        Files.delete(checkpoint.resolve("tokenizer.json"));
        log.on(new RunEnded(end, RunEnded.Outcome.FINISHED));
        assertThat(lines().get(lines().size() - 1)).endsWith(checkpoint + " --batch FILE.safetensors");
    }

    @Test
    void classifiersHaveImagesAndAccuracy() {
        ModelShape vit = ModelShape.builder(Family.VIT).layers(12).hidden(64).heads(2).intermediate(128).image(new ImageShape(32, 8, 3, 10))
                .build();
        ConsoleLog log = log(PLAIN);
        log.on(new RunStarted("run", home, false, Progress.none()));
        log.on(new StageStarted(0, vit, View.full().withResolution(16), Progress.none()));
        step(log, 6, 0);
        log.on(new EvaluationCompleted(at(6, 0), 1.5, 1000, 432));
        Progress end = new Progress(100, 1000, 0, 280e6, 75, 1, 3, OptionalDouble.of(1.5), 1);
        log.on(new RunEnded(end, RunEnded.Outcome.FINISHED));
        assertThat(lines().get(1)).endsWith(" parameters, images of 16px");
        assertThat(lines().get(2)).contains(" img/s 100 ");
        assertThat(lines().get(3)).isEqualTo("eval step 6 loss 1.5000 accuracy 43.20% (1,000 labels)");
        assertThat(lines().get(4)).startsWith("done: validation loss 1.5000, accuracy 43.20% after 100 steps, 1.0k images, ");
    }

    @Test
    void amountsAreRead() {
        assertThat(Amounts.count(950)).isEqualTo("950");
        assertThat(Amounts.count(999.7)).isEqualTo("1.0k");
        assertThat(Amounts.count(999_960)).isEqualTo("1.0M");
        assertThat(Amounts.count(1_300_000)).isEqualTo("1.3M");
        assertThat(Amounts.duration(59.4)).isEqualTo("59s");
        assertThat(Amounts.duration(192)).isEqualTo("3m12s");
        assertThat(Amounts.duration(7500)).isEqualTo("2h05m");
        assertThat(Amounts.duration(97200)).isEqualTo("1d03h");
        assertThat(Amounts.duration(Double.NaN)).isEqualTo("n/a");
        assertThat(Amounts.percent(0.614)).isEqualTo("61%");
    }
}
