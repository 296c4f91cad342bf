package growth.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.Device;
import growth.api.engine.Engine.DeviceMemory;
import growth.api.engine.Placement;
import growth.api.model.Family;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.ProcessMemory;
import growth.shell.fake.CountingEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BenchTest {
    private final CountingEngine engine = new CountingEngine(100e9);
    private final PlacedEngine placed = new PlacedEngine("cpu", engine, Placement.AUTO.withDevice(Device.CPU));

    @Test
    void measuresThePeakAroundEverySizeAndLeavesWarmupOut() {
        List<BenchResult> results = new Bench(placed, new BenchPlan(0, 4, 10, 2, 1, 0)).run(List.of(BenchSize.S), () -> false);

        assertThat(asked()).containsExactly("peak 2", "open 4L workers 2 rows 16", "step", "step", "step", "step", "step", "step",
                "close", "peak 2");
        assertThat(results).hasSize(1);
        assertThat(results.get(0).seconds()).hasSize(4);
        assertThat(results.get(0).flopsPerStep()).isEqualTo(16 * TrainingCost.perSequence(BenchSize.S.shape(), View.full()));
        assertThat(results.get(0).tokensPerStep()).isEqualTo(16 * 128);
    }

    @Test
    void withoutTimeItStillMakesEnoughStepsForAMedian() {
        List<BenchResult> results = new Bench(placed, new BenchPlan(1, 0, 1e-9, 0, 1, 0)).run(List.of(BenchSize.S), () -> false);

        assertThat(results.get(0).seconds()).hasSize(3);
        assertThat(asked()).startsWith("peak 1", "open 4L workers 1 rows 16");
    }

    @Test
    void leavesOutWhatAStopCutShort() {
        assertThat(new Bench(placed, new BenchPlan(1, 3, 1, 1, 1, 0)).run(List.of(BenchSize.S, BenchSize.M), () -> true)).isEmpty();
        assertThat(asked()).containsExactly("peak 1", "open 4L workers 1 rows 16", "close");
    }

    @Test
    void aStepThatIsRefusedIsNoTimeWorthKnowing() {
        engine.diverged = true;

        assertThatThrownBy(() -> new Bench(placed, new BenchPlan(1, 3, 1, 1, 1, 0)).run(List.of(BenchSize.S), () -> false))
                .isInstanceOf(GrowthException.class).hasMessageContaining("bench S");
        assertThat(engine.asked).endsWith("close");
    }

    @Test
    void figuresFollowFromMedianAndBestStep() {
        BenchResult result = new BenchResult(BenchSize.M, 16, new double[] {0.4, 0.1, 0.2, 0.3}, 2048, 50e9, peak(500e9),
                new ProcessMemory(1 << 30, 1 << 30));

        assertThat(result.median()).isCloseTo(0.25, within(1e-12));
        assertThat(result.best()).isEqualTo(0.1);
        assertThat(result.tokensPerSecond()).isCloseTo(8192, within(1e-6));
        assertThat(result.flopsPerSecond()).isCloseTo(200e9, within(1.0));
        assertThat(result.shareOfPeak()).isCloseTo(0.4, within(1e-12));
        assertThat(new BenchResult(BenchSize.M, 16, new double[] {3, 1, 2}, 1, 1, peak(1), new ProcessMemory(1, 1)).median()).isEqualTo(2);
    }

    @Test
    void theReportSaysThatOnlyTheShareCompares() {
        BenchResult result = new BenchResult(BenchSize.M, 16, new double[] {0.25}, 2048, 50e9, peak(500e9),
                new ProcessMemory(1 << 30, 3 << 29));
        List<String> lines = new BenchReport(List.of(result), Map.of("blas", "none"), 2, Map.of()).lines(100);

        assertThat(lines).contains("size  parameters  steps  ms/step median   best        speed  GFLOP/s   peak  share  memory",
                "M           8.4M      1           250.0  250.0  8,192 tok/s    200.0  500.0    40%  1.1 GB");
        assertThat(String.join(" ", lines)).contains("share is a ratio within this run").contains("at most 1.6 GB so far");
        assertThat(new BenchReport(List.of(result), Map.of("blas", "none"), 2, Map.of()).json().toString())
                .contains("\"share_of_peak\":0.4", "\"median_ms\":250.0", "\"workers\":2");
    }

    /** Returns what the engine was asked for; peaks are measured several times in a row. */
    private List<String> asked() {
        return IntStream.range(0, engine.asked.size()).filter(i -> i == 0 || !engine.asked.get(i).startsWith("peak")
                || !engine.asked.get(i).equals(engine.asked.get(i - 1))).mapToObj(engine.asked::get).toList();
    }

    private static BenchPeak peak(double products) {
        return new BenchPeak(products, OptionalDouble.empty());
    }

    @Test
    void multiplyAddsInRegistersStandBesideThePeakOrAreLeftOutWithAWord() {
        BenchPeak peak = new BenchPeak(500e9, OptionalDouble.of(540e9)).max(new BenchPeak(480e9, OptionalDouble.of(550e9)));
        BenchResult with = new BenchResult(BenchSize.M, 16, new double[] {0.25}, 2048, 50e9, peak, new ProcessMemory(1 << 30, 1 << 30));
        BenchResult without = new BenchResult(BenchSize.M, 16, new double[] {0.25}, 2048, 50e9, peak(500e9), new ProcessMemory(1, 1));
        Map<String, String> single = Map.of("device", "cpu", "precision", "f32");

        assertThat(new BenchReport(List.of(with), single, 2, Map.of()).lines(100)).contains(
                "size  parameters  steps  ms/step median   best        speed  GFLOP/s   peak    FMA  share  memory",
                "M           8.4M      1           250.0  250.0  8,192 tok/s    200.0  500.0  550.0    40%  1.1 GB");
        assertThat(new BenchReport(List.of(with), single, 2, Map.of()).json().toString()).contains("\"fma_flops_per_second\":5.5E11");
        assertThat(String.join(" ", new BenchReport(List.of(without), single, 2, Map.of()).lines(100)))
                .contains("multiply-adds in registers are not measured").doesNotContain(" FMA");
        Map<String, String> other = Map.of("device", "cuda:0", "precision", "f32");
        assertThat(String.join(" ", new BenchReport(List.of(without), other, 2, Map.of()).lines(100))).doesNotContain("multiply-adds");
    }

    @Test
    void theBatchIsTheSameForTheSameSeedAndPredictsTheNextToken() {
        Batch.Tokens batch = (Batch.Tokens) BenchSize.S.batch(16, 3);

        assertThat(batch.inputs()).isEqualTo(((Batch.Tokens) BenchSize.S.batch(16, 3)).inputs())
                .isNotEqualTo(((Batch.Tokens) BenchSize.S.batch(16, 4)).inputs());
        for (int i = 0; i < batch.inputs().length - 1; i++) {
            if ((i + 1) % batch.sequence() != 0) {
                assertThat(batch.labels()[i]).isEqualTo(batch.inputs()[i + 1]);
            }
        }
        assertThat(Arrays.stream(batch.inputs())).allMatch(t -> t >= 0 && t < BenchSize.S.shape().vocabulary());
    }

    @Test
    void theSizesAreThoseOfTheMeasurements() {
        assertThat(BenchSize.S.shape()).hasToString("llama 4L 128H 4h/4kv×32 f512 V2048 T128");
        assertThat(BenchSize.M.shape()).hasToString("llama 6L 256H 8h/8kv×32 f1024 V4096 T128");
        assertThat(BenchSize.L.shape()).hasToString("llama 12L 512H 8h/8kv×64 f2048 V8192 T256");
        assertThat(BenchSize.L.rows()).isEqualTo(8);
        assertThat(BenchSize.L_1024.shape()).isEqualTo(BenchSize.L.shape().toBuilder().context(1024).build());
        assertThat(BenchSize.L_2048.shape()).isEqualTo(BenchSize.L.shape().toBuilder().context(2048).build());
        assertThat(Stream.of(BenchSize.L, BenchSize.L_1024, BenchSize.L_2048).mapToInt(size -> size.rows() * size.shape().context()))
                .containsOnly(2048);
        assertThat(BenchSize.GPT2_L.shape()).hasToString("gpt2 12L 512H 8h/8kv×64 f2048 V8192 T256");
        assertThat(BenchSize.BERT.shape()).hasToString("bert 12L 768H 12h/12kv×64 f3072 V30522 T128");
        assertThat(BenchSize.VIT.shape()).hasToString("vit 12L 384H 6h/6kv×64 f1536 224px/16 1000 labels");
        assertThat(BenchSize.of("GPT2-m")).contains(BenchSize.GPT2_M);
        assertThat(BenchSize.of(Family.LLAMA, true)).containsExactly(BenchSize.S, BenchSize.M, BenchSize.L);
        assertThat(BenchSize.of(Family.GPT2, false)).containsExactly(BenchSize.GPT2_124M, BenchSize.GPT2_350M, BenchSize.GPT2_1B);
        assertThat(BenchSize.of(Family.VIT, false)).containsExactly(BenchSize.VIT);
    }

    /** 12·layers·hidden² and what goes with it; GPT-2's published count is 124,439,808 with 50,257 tokens: 36,096 less. */
    @Test
    void sizesForGpusAreWhatTheirNamesSay() {
        assertThat(BenchSize.GPT2_124M.shape().parameterCount()).isEqualTo(124_439_808 + 47 * 768);
        assertThat(BenchSize.LLAMA_124M.shape().parameterCount()).isBetween(123_000_000L, 125_000_000L);
        assertThat(BenchSize.LLAMA_350M.shape().parameterCount()).isBetween(350_000_000L, 365_000_000L);
        assertThat(BenchSize.GPT2_350M.shape().parameterCount()).isBetween(350_000_000L, 365_000_000L);
        assertThat(BenchSize.LLAMA_1B.shape().parameterCount()).isBetween(1_000_000_000L, 1_050_000_000L);
        assertThat(BenchSize.GPT2_1B.shape().parameterCount()).isBetween(1_000_000_000L, 1_050_000_000L);
    }

    @Test
    void aSizeForGpusTakesAsManySequencesAsTheEngineEstimatesToFit() {
        BenchPlan plan = new BenchPlan(1, 3, 1, 1, 1, 0);
        PlacedEngine small = new PlacedEngine("cpu", new CountingEngine(1e9).with(new DeviceMemory("a card", 0, (long) 10e9), (long) 600e6),
                Placement.AUTO);

        assertThat(BenchRows.of(small, BenchSize.GPT2_124M, plan)).as("13 of 600 MB in 85 % of 10 GB, beside 0.5 GB").isEqualTo(12);
        assertThat(BenchRows.of(small, BenchSize.S, plan)).isEqualTo(16);
        assertThat(BenchRows.of(small, BenchSize.GPT2_124M, new BenchPlan(1, 3, 1, 1, 1, 5))).isEqualTo(5);
        PlacedEngine none = new PlacedEngine("cpu", new CountingEngine(1e9).with(new DeviceMemory("a card", 0, 1000), 1), Placement.AUTO);
        assertThatThrownBy(() -> BenchRows.of(none, BenchSize.GPT2_124M, plan))
                .hasMessageContaining("bench gpt2-124M: one sequence needs 497.9 MB, and a card");
    }

    @Test
    void masksAndImagesAreAsManyAsInTraining() {
        Batch.Tokens masked = (Batch.Tokens) BenchSize.BERT.batch(4, 1);
        int[] scored = IntStream.range(0, 512).filter(i -> masked.labels()[i] != Batch.IGNORED).toArray();
        assertThat(scored).hasSize(77);
        assertThat(Arrays.stream(scored)).allMatch(i -> masked.labels()[i] == masked.inputs()[i]);
        Batch.Images images = (Batch.Images) BenchSize.VIT.batch(8, 1);
        assertThat(images.tokens()).isEqualTo(8);
        assertThat(images.pixels()).hasSize(8 * 3 * 224 * 224);
        BenchResult result = new BenchResult(BenchSize.VIT, 8, new double[] {0.25}, 8, 50e9, peak(500e9), new ProcessMemory(1, 1));
        BenchReport report = new BenchReport(List.of(result), Map.of(), 2, Map.of());
        assertThat(report.json().toString()).contains("\"images\":8", "\"images_per_second\":32.0");
        assertThat(String.join("\n", report.lines(200))).contains("32 img/s", ", 8 images");
    }

    @Test
    void aSoakGoesThroughThreeGrowthsAndComparesWithFreshSessions() {
        List<SoakStage> stages = new Soak(placed, 1, 1).run(80, () -> false);

        assertThat(engine.asked.stream().filter(a -> !a.equals("step"))).containsExactly("open 2L workers 1 rows 8",
                "open 2L workers 1 rows 8", "close", "load 4L 64H", "open 4L workers 1 rows 8", "close",
                "load 4L 128H", "open 4L workers 1 rows 8", "close", "load 8L 128H", "open 8L workers 1 rows 8", "close", "close");
        assertThat(stages).hasSize(4).allSatisfy(s -> {
            assertThat(s.seconds()).hasSize(20 - 3);
            assertThat(s.fresh()).hasSize(10);
            assertThat(s.allocatedPerStep()).isPositive();
            assertThat(s.residentAtEnd()).isPositive();
        });
        assertThat(SoakReport.lines(stages, 200)).anyMatch(line -> line.contains("heap/step")).anyMatch(line -> line.contains("llama 8L"));
        assertThat(SoakReport.json(stages).get("stages")).hasSize(4);
        assertThat(new Soak(placed, 1, 1).run(80, () -> true)).isEmpty();
    }

    @Test
    void firstAndLastTenthTellWhetherStepsBecomeSlower() {
        double[] seconds = IntStream.rangeClosed(1, 30).mapToDouble(i -> i).toArray();
        SoakStage stage = new SoakStage(BenchSize.S.shape(), 0, seconds, new double[] {5, 1, 3}, 0, 0, 0, 0);
        assertThat(stage.first()).isEqualTo(2);
        assertThat(stage.last()).isEqualTo(29);
        assertThat(stage.freshStep()).isEqualTo(3);
    }

    @Test
    void aGrowthIsMeasuredInTimeAndMemory() {
        GrowthBench.Growth growth = new GrowthBench(placed, 1, 3, 1).run(BenchSize.S.shape(), () -> false).orElseThrow();

        assertThat(engine.asked.stream().filter(a -> !a.equals("step"))).containsExactly("open 2L workers 1 rows 4", "load 4L 128H",
                "close", "open 2L workers 1 rows 4", "load 4L 128H", "close", "open 2L workers 1 rows 4", "load 4L 128H", "close",
                "open 4L workers 1 rows 4", "close");
        assertThat(GrowthBench.Took.median(List.of(new GrowthBench.Took(3, 1, 4), new GrowthBench.Took(1, 0, 1),
                new GrowthBench.Took(2, 0, 2)))).isEqualTo(new GrowthBench.Took(2, 0, 4));
        assertThat(growth.steps().before()).hasSize(3);
        assertThat(growth.state().grown()).isEqualTo(4 * BenchSize.S.shape().parameterCount());
        assertThat(growth.resident().highest()).isGreaterThanOrEqualTo(growth.resident().before());
        GrowthBenchReport report = new GrowthBenchReport(growth, new DiskGrowthBench.Took(200_000_000, new double[] {1.5, 1, 2},
                new double[] {0.5, 0.2, 0.8}));
        assertThat(report.lines(100)).anyMatch(line -> line.startsWith("in memory"))
                .contains("on disk    1.50 s (the first 1.50) for the parameters, 0.50 of them the disk's own",
                        "beyond     0.50 s per 100 M parameters beyond the disk's own time");
        assertThat(report.json().get("bytes_above_both_models").isNumber()).isTrue();
        assertThat(report.json().get("seconds_beyond_disk_per_100m_parameters").doubleValue()).isEqualTo(0.5);
        assertThat(new GrowthBench(placed, 1, 3, 1).run(BenchSize.S.shape(), () -> true)).isEmpty();
    }

    @Test
    void readsMemoryAsLinuxTellsIt() {
        ProcessMemory memory = ProcessMemory.of(List.of("Name:\tjava", "VmHWM:\t  2048 kB", "VmRSS:\t  1024 kB"));

        assertThat(memory).isEqualTo(new ProcessMemory(1 << 20, 2 << 20));
        assertThat(ProcessMemory.of(List.of()).resident()).isNaN();
    }
}
