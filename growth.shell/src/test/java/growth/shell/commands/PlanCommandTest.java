package growth.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.parallel.cost.StepWork;
import growth.runtime.place.Places;
import growth.runtime.plan.ParallelPlan;
import growth.runtime.plan.Plan;
import growth.runtime.plan.Plan.Stage;
import growth.runtime.plan.Planner;
import growth.runtime.run.DataParallel;
import growth.shell.fake.FakeCatalogue;
import growth.shell.fake.FakePlace;
import growth.shell.fake.Runs;
import growth.shell.fake.Trial;
import growth.shell.fake.Trial.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
    private final Runs runs = new Runs();
    private Places places = new Places(Map.of());

    private static Stage stage(double from, double tokens, int layers, View view, double flops, double share, double seconds) {
        ModelShape shape = Runs.shape(layers);
        return new Stage(from, tokens, shape, view, shape.parameterCount(), flops, share, 64L << 20, seconds,
                Optional.of(Trainable.ALL));
    }

    private final Plan growing = new Plan(
            List.of(stage(0, 100_000, 3, View.full().withSequence(64), 2e11, 0.05, 4),
            stage(100_000, 900_000, 12, View.full(), 3.8e12, 0.95, 76)),
            true, Optional.of("stack"), 4e12, Plan.Memory.host(32L << 20, 64L << 20), 80, List.of("times assume 60% of the measured peak"),
            List.of(), Optional.empty());

    private Result plan(Planner planner, String... more) {
        String[] words = Stream.concat(Stream.of("plan", "run.yaml"), Stream.of(more)).toArray(String[]::new);
        return new Trial().with("plan", () -> new PlanCommand(runs, planner, new FakeCatalogue(), places)).run(words);
    }

    @Test
    void endsAtOnceWhenTheUserWantsIt() {
        AtomicBoolean wanted = new AtomicBoolean();
        Result result = new Trial().stop(wanted::get).with("plan", () -> new PlanCommand(runs, (run, log) -> {
            wanted.set(true);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20));
            log.accept("too late");
            return growing;
        }, new FakeCatalogue(), places)).run("plan", "run.yaml");

        assertThat(result.status()).isEqualTo(130);
        assertThat(result.out() + result.err()).isEmpty();
    }

    @Test
    void showsTheStagesAndWhatTheyCost() {
        Result result = plan((run, log) -> growing, "--set", "seed=2").ends(0);
        assertThat(runs.read).containsExactly("run.yaml [seed=2]");
        assertThat(result.out()).isEqualTo("""
                tiny: grows by stack

                stage  from token  tokens  parameters        FLOPs  share   memory   time  model
                    1           0  100.0k      183.7k  200.0 GFLOP     5%  67.1 MB     4s  llama 3L 64H 4h/4kv×16
                                                                                           f176 V256 T128, sequences
                                                                                           of 64
                    2      100.0k  900.0k      636.5k    3.8 TFLOP    95%  67.1 MB  1m16s  llama 12L 64H 4h/4kv×16
                                                                                           f176 V256 T128

                in all: 4.0 TFLOP, at most 100.7 MB of memory (67.1 MB for models), about 1m20s
                note: times assume 60% of the measured peak
                """);
    }

    private Plan among(DataParallel settings) {
        // 40 ms of a step are shared by the ranks, 10 are each one's own
        List<StepWork> work = List.of(new StepWork(0.04, 0.01, 100_000, 300_000), new StepWork(0.4, 0.1, 1_000_000, 3_000_000));
        return new Plan(growing.stages(), true, growing.operator(), growing.totalFlops(), growing.memory(), growing.seconds(),
                List.of(), List.of(), Optional.empty(), Optional.of(new ParallelPlan(settings, work, List.of(1, 2, 4, 8))));
    }

    @Test
    void aPlaceWhoseExecutorsHaveTooLittleIsRefused() {
        assertThat(plan((run, log) -> growing, "--on", "spark").ends(2).err()).contains("--on: there is no place 'spark'");
        places = new Places(Map.of("spark", new FakePlace(new Trial()).memory(50_000_000)));
        assertThat(plan((run, log) -> growing, "--on", "spark").ends(2).err()).contains("the run takes 100.7 MB of memory (67.1 MB for"
                + " models), and executor 0 on node7 may take 50.0 MB; give executors more");
        places = new Places(Map.of("spark", new FakePlace(new Trial()).memory(200_000_000)));
        assertThat(plan((run, log) -> growing, "--on", "spark").ends(0).out()).contains(
                "note: spark has 1 executor: 0 on node7 (2 cores, 200.0 MB)\n");
        assertThat(plan((run, log) -> among(ranks(2, DataParallel.Mode.SYNCHRONOUS)), "--on", "spark").ends(2).err())
                .contains("spark has 1 executor, and the run needs 2 at once");
    }

    private static DataParallel ranks(int ranks, DataParallel.Mode mode) {
        return new DataParallel(ranks, mode, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void showsWhatRanksExchange() {
        // 2·3/4·4n bytes over 100 Mbit/s, of which 94.15 % are content: 600 kB in 51 ms, 6 MB in 510; three messages of three hops
        assertThat(plan((run, log) -> among(ranks(4, DataParallel.Mode.SYNCHRONOUS)), "--bandwidth", "100Mbit/s").out()).contains(
                "4 ranks as fast as this machine, synchronous, 100.0 Mbit/s and 0.1 ms of latency between them (--bandwidth, --latency):\n",
                "with one process: 4.0 TFLOP", "with 4 ranks: about 1m54s, at most 100.7 MB of memory for each\n",
                "note: summing gradients in every step leaves stage 2 18% efficient; data-parallel.mode: local, with 50 local steps, would"
                + " leave it 54%\n")
                .containsPattern("1 +601.1 kB +50 +7[34] +20 +52 +1\\.[67] +17% +1 rank\n")
                .containsPattern("2 +6.0 MB +500 +71[23] +200 +510 +1\\.[67] +18% +1 rank\n");
        assertThat(plan((run, log) -> among(ranks(4, DataParallel.Mode.LOCAL)), "--bandwidth", "100Mbit/s").out())
                .contains("4 ranks as fast as this machine, 50 local steps, 100.0 Mbit/s and")
                .containsPattern("2 +36[0-9]\\.[0-9] kB .* 8 ranks\n")
                .doesNotContain("note: summing");
        assertThat(plan((run, log) -> among(ranks(2, DataParallel.Mode.SYNCHRONOUS)), "--json").out()).contains("\"data_parallel\": {",
                "\"ranks\": 2", "\"mode\": \"synchronous\"",
                "\"bandwidth_bytes_per_second\": 1.25E8", "\"fastest_ranks\": ");
        assertThat(plan((run, log) -> growing, "--latency", "soon").status()).isEqualTo(2);
    }

    @Test
    void saysWhatWouldGoWrong() {
        Plan poor = new Plan(growing.stages(), true, growing.operator(), growing.totalFlops(), growing.memory(), growing.seconds(),
                List.of(), List.of("run.yaml:9: stage 2 never begins", "and so on"), Optional.empty());

        assertThat(plan((run, log) -> poor).out()).endsWith("""
                warning: run.yaml:9: stage 2 never begins
                warning: and so on
                """);
        assertThat(plan((run, log) -> poor, "--json").out().replaceAll("\\s+", " "))
                .contains("\"warnings\": [ \"run.yaml:9: stage 2 never begins\", \"and so on\" ]");
    }

    @Test
    void aRunThatThisMachineCannotTrainIsShownAndRefused() {
        Plan large = new Plan(growing.stages(), true, growing.operator(), growing.totalFlops(), growing.memory(), growing.seconds(),
                List.of(), List.of(), Optional.of("run.yaml: the run takes 156.9 GB"));

        Result result = plan((run, log) -> large).ends(2);
        assertThat(result.out()).contains("in all: 4.0 TFLOP");
        assertThat(result.err().strip()).isEqualTo("growth: run.yaml: the run takes 156.9 GB");
        assertThat(plan((run, log) -> large, "--json").out())
                .contains("\"refusal\" : \"run.yaml: the run takes 156.9 GB\"".replace(" :", ":"));
    }

    @Test
    void saysWhatAloneLearns() {
        Stage known = stage(0, 1e6, 12, View.full(), 3e12, 1, 60);
        Plan some = new Plan(List.of(trains(known, Optional.of(Trainable.layers(List.of(3, 4, 9)))), trains(known, Optional.empty())),
                true, Optional.of("stack"), 6e12, Plan.Memory.host(1 << 20, 1 << 20), 120, List.of(), List.of(), Optional.empty());

        assertThat(plan((run, log) -> some).out().replaceAll("\\s+", " ")).contains("trains layers 3–4, 9 2 ", "trains new layers in all");
        assertThat(plan((run, log) -> some, "--json").out().replaceAll("\\s+", " ")).containsOnlyOnce("\"trains\": [ 3, 4, 9 ]");
        assertThat(plan((run, log) -> growing, "--json").out()).doesNotContain("trains");
    }

    private static Stage trains(Stage s, Optional<Trainable> trainable) {
        return new Stage(s.from(), s.tokens(), s.shape(), s.view(), s.parameters(), s.flops(), s.share(), s.bytes(), s.seconds(),
                trainable);
    }

    @Test
    void saysWhatIsNotKnownBeforehand() {
        Plan open = new Plan(List.of(stage(0, 1e6, 3, View.full(), Double.NaN, Double.NaN, Double.NaN)), false, Optional.empty(),
                Double.NaN, Plan.Memory.host(Double.NaN, 1 << 20), Double.NaN, List.of(), List.of(), Optional.empty());

        assertThat(plan((run, log) -> open).out())
                .contains("tiny: trains from scratch, without growth", "later stages are decided during training",
                "in all: n/a, at most n/a of memory (1.0 MB for models), about n/a");
    }

    @Test
    void stagesWithoutTimesAreShown() {
        Plan open = new Plan(List.of(stage(0, Double.NaN, 3, View.full(), Double.NaN, Double.NaN, Double.NaN),
                stage(Double.NaN, Double.NaN, 12, View.full(), Double.NaN, Double.NaN, Double.NaN)), false, Optional.of("stack"),
                Double.NaN, Plan.Memory.host(Double.NaN, 1 << 20), Double.NaN, List.of(), List.of(), Optional.empty());

        assertThat(plan((run, log) -> open).out()).contains("    2         n/a     n/a      636.5k    n/a",
                "when later stages begin is decided during training");
    }

    @Test
    void printsJson() {
        assertThat(plan((run, log) -> growing, "--json").out())
                .contains("\"name\": \"tiny\"", "\"operator\": \"stack\"", "\"sequence\": 64",
                "\"flops\": 3.8E12", "\"complete\": true", "times assume 60% of the measured peak");
    }

    @Test
    void errorsOfTheRunComeOutHere() {
        Result result = plan((run, log) -> {
            throw new GrowthException(Kind.CONFIGURATION, "run.yaml:3: model: heads 5 does not divide hidden 64");
        });

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("growth: run.yaml:3: model: heads 5 does not divide hidden 64" + System.lineSeparator());
    }
}
