package growth.shell.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.engine.Device;
import growth.api.engine.Placement;
import growth.runtime.engine.PlacedEngine;
import growth.shell.fake.CountingEngine;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PairedBenchTest {
    private static final double SAME = 1e-4;
    private static final BenchPeak PEAK = new BenchPeak(1e11, OptionalDouble.of(1.25e11));
    private final Map<String, CountingEngine> engines = Map.of("one", new CountingEngine(100e9), "two", new CountingEngine(50e9));
    private final List<Thread> workers = new ArrayList<>();

    private PairedBench bench(int steps) {
        return new PairedBench(new BenchPlan(1, steps, 0.1, 3, 1, 2), 5, SAME);
    }

    /** A worker in a thread of this process, behind the pipes that processes have. */
    private BenchPeer start(String name, BenchSize size, int rows) {
        try {
            PipedInputStream commands = new PipedInputStream();
            PipedInputStream answers = new PipedInputStream();
            PrintStream out = new PrintStream(new PipedOutputStream(answers), true, StandardCharsets.UTF_8);
            PipedOutputStream in = new PipedOutputStream(commands);
            PlacedEngine engine = new PlacedEngine(name, engines.get(name), Placement.AUTO.withDevice(Device.CPU));
            Thread worker = new Thread(() -> {
                out.println("a library says hello");
                new BenchWorker(engine, new BenchPlan(1, 0, 1, 3, 1, rows)).run(size, new InputStreamReader(commands,
                        StandardCharsets.UTF_8), out, () -> false);
            });
            workers.add(worker);
            worker.start();
            return new BenchPeer(answers, in, new BenchPeer.Ending() {
                @Override
                public RuntimeException failure() {
                    return new IllegalStateException("the worker has ended");
                }

                @Override
                public void end() {
                    try {
                        worker.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void bothMakeTheSameStepsByTurns() {
        PairedResult result = bench(4).run(BenchSize.S, List.of("one", "two"), this::start, () -> false).orElseThrow();

        for (CountingEngine engine : engines.values()) {
            assertThat(engine.asked).startsWith("open 4L workers 1 rows 2", "step").endsWith("peak 1", "close");
            assertThat(engine.asked.stream().filter("step"::equals)).as("3 to compare losses, 5 rounds of 4").hasSize(3 + 5 * 4);
        }
        assertThat(Arrays.stream(result.ratios()).filter(ratio -> ratio > 0)).hasSize(5);
        assertThat(result.tokens()).isEqualTo(2 * 128);
        assertThat(result.disagreement()).isZero();
        assertThat(result.second().peak().products()).isEqualTo(50e9);
        assertThat(workers).noneMatch(Thread::isAlive);
    }

    @Test
    void withoutANumberOfStepsTheyFillTheTime() {
        bench(0).run(BenchSize.S, List.of("one", "two"), this::start, () -> false).orElseThrow();
        assertThat(engines.get("one").asked.stream().filter("step"::equals).count()).isGreaterThanOrEqualTo(3 + 5);
    }

    @Test
    void enginesThatComputeSomethingElseAreNotCompared() {
        engines.get("two").loss = 1 + 2 * SAME;
        assertThatThrownBy(() -> bench(4).run(BenchSize.S, List.of("one", "two"), this::start, () -> false))
                .isInstanceOf(GrowthException.class).hasMessageContaining("in step 1 the loss is 1.000000 on one and 1.000200 on two");
        assertThat(workers).noneMatch(Thread::isAlive);
    }

    @Test
    void aStopLeavesNothingBehind() {
        assertThat(bench(4).run(BenchSize.S, List.of("one", "two"), this::start, () -> true)).isEmpty();
        assertThat(workers).noneMatch(Thread::isAlive);
    }

    @Test
    void ratiosArePairedAndTheReportTellsTheirSpread() {
        PairedResult.Side fast = new PairedResult.Side("one", Map.of(), 1e10, PEAK, 1e9, List.of(0.25, 0.25, 0.5, 0.25, 0.125));
        PairedResult.Side slow = new PairedResult.Side("two", Map.of(), 1e10, PEAK, 2e9, List.of(0.375, 0.5, 0.5, 0.375, 0.25));
        PairedResult result = new PairedResult(BenchSize.M, 16, 2048, 3e-6, fast, slow);

        assertThat(result.ratios()).containsExactly(new double[] {1.5, 2, 1, 1.5, 2}, within(1e-12));
        assertThat(PairedReport.lines(List.of(result), 3, SAME, 120)).contains(
                "one peak  100.0 GFLOP/s, FMA in registers 125.0 GFLOP/s",
                "size  engine  ms/step median        speed  share  memory  two / one  least  most  rounds",
                "M     one              250.0  8,192 tok/s    40%  1.0 GB",
                "M     two              375.0  5,461 tok/s    27%  2.0 GB       1.50   1.00  2.00       5");
        assertThat(PairedReport.json(List.of(result), SAME).toString()).contains("\"median_time_ratio\":1.5", "\"least_time_ratio\":1.0",
                "\"relative_loss_difference\":3.0E-6", "\"fma_flops_per_second\":1.25E11");
    }

    @Test
    @EnabledOnOs(value = {OS.LINUX, OS.MAC}, disabledReason = "has no sh")
    void whatAProcessSaysWhenItEndsIsTheError(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("growth"), "#!/bin/sh\nyes warning | head -n 20000 >&2\n"
                + "echo growth: no such card: $CARD $2 >&2\nexit 3\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> PairedBench.start(program, List.of("bench", "--worker"), Map.of("CARD", "7"), "two"))
                .isInstanceOfSatisfying(GrowthException.class, e -> {
                    assertThat(e.kind()).isEqualTo(GrowthException.Kind.MISSING_PLUGIN);
                    assertThat(e).hasMessage("the process that measures engine 'two': no such card: 7 --worker");
                });
    }
}
