package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.api.engine.Engine;
import growth.api.model.ModelState;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.SearchCompleted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that several ranks train together, in mode synchronous. */
class DataParallelRunsTest {
    private static final String TWO = Workshop.GROWN + "data-parallel: {ranks: 2}\n";
    @TempDir
    private Path home;

    private static void assertSame(ModelState one, ModelState other) {
        assertThat(other.shape()).isEqualTo(one.shape());
        Iterator<INDArray> values = other.arrays().iterator();
        one.arrays().forEach(array -> assertThat(array.dup().data().asFloat()).isEqualTo(values.next().dup().data().asFloat()));
        assertThat(values.hasNext()).isFalse();
    }

    private static void assertSame(RankedWorkshop ranked) {
        Workshop first = ranked.ranks().get(0);
        for (int rank = 1; rank < ranked.ranks().size(); rank++) {
            assertSame(ranked.engines().get(0).last(), ranked.engines().get(rank).last());
            assertThat(ranked.ranks().get(rank).losses()).isEqualTo(first.losses());
            assertThat(ranked.ranks().get(rank).events(StepCompleted.class)).extracting(StepCompleted::progress)
                    .isEqualTo(first.events(StepCompleted.class).stream().map(StepCompleted::progress).toList());
        }
    }

    private static List<Double> losses(List<TrainingEvent> events) {
        return events.stream().filter(StepCompleted.class::isInstance).map(e -> ((StepCompleted) e).progress().loss()).toList();
    }

    /** One machine with as many parts of a batch makes the same steps, up to the order in which gradients are added. */
    @Test
    void twoRanksTrainAsOneMachineThatAccumulatesTwoParts() {
        RankedWorkshop ranked = new RankedWorkshop(home, 2);
        List<TrainOutcome> outcomes = ranked.all(workshop -> workshop.train("two", TWO, "evaluate.every=5ba"));
        Workshop alone = new Workshop(home);
        TrainOutcome one = alone.train("one", Workshop.GROWN, "training.accumulation=2", "evaluate.every=5ba");

        List<Double> losses = losses(ranked.ranks().get(0).events());
        List<Double> expected = losses(alone.events());
        assertThat(losses).hasSize(20);
        for (int i = 0; i < losses.size(); i++) {
            assertThat(losses.get(i)).isCloseTo(expected.get(i), within(1e-5));
        }
        assertThat(outcomes).extracting(o -> o.progress().stage()).containsOnly(1);
        assertThat(outcomes.get(0).progress().validationLoss().orElseThrow()).isCloseTo(one.progress().validationLoss().orElseThrow(),
                within(1e-5));
        assertThat(outcomes.get(0).progress().tokens()).isEqualTo(one.progress().tokens());
        assertThat(outcomes.get(0).progress().flops()).isEqualTo(one.progress().flops());
        assertSame(ranked);
    }

    @Test
    void aRepeatedRunIsTheSameToTheBitAndSoIsOneThatWasStopped() {
        RankedWorkshop first = new RankedWorkshop(home, 2);
        first.all(workshop -> workshop.train("first", TWO));
        ModelState end = first.engines().get(0).last();
        RankedWorkshop again = new RankedWorkshop(home, 2);
        again.all(workshop -> workshop.train("again", TWO));
        assertThat(again.ranks().get(0).losses()).isEqualTo(first.ranks().get(0).losses());
        assertSame(end, again.engines().get(1).last());

        // Stopped on one rank, before the growth; and from there on.
        RankedWorkshop stopped = new RankedWorkshop(home, 2);
        assertThat(stopped.outcomes((workshop, rank) -> {
            if (rank == 1) {
                workshop.stopAfter(7);
            }
            return workshop.train("stopped", TWO);
        })).extracting(o -> ((TrainOutcome) o).outcome()).containsOnly(Outcome.STOPPED);
        assertThat(stopped.ranks().get(0).events(StepCompleted.class)).hasSize(8);
        stopped.all(workshop -> workshop.resume("stopped", TWO));
        assertThat(stopped.ranks().get(0).losses()).isEqualTo(first.ranks().get(0).losses().subList(8, 20));
        assertSame(end, stopped.engines().get(0).last());
        assertSame(stopped);
        assertThat(stopped.ranks().get(1).events(GrowthCompleted.class)).hasSize(1);
    }

    /** Stacks, with new layers that come in behind gates. */
    private record Gated(String name) implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new DepthOperator(name, false).card();
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            return new DepthOperator(name, false).plan(request).hidden(true, TrainingTime.steps(4), GateRamp.Curve.LINEAR);
        }
    }

    /** Stacks, and then goes along the gradients of some batches. */
    private static LearningDepth learned(double rate) {
        return new LearningDepth("learned", state -> state, (state, context) -> {
            Map<String, INDArray> gradients = context.gradients(state).values();
            state.parameters().forEach((name, values) -> values.subi(gradients.get(name).mul(rate)));
            return state;
        });
    }

    private static FakeCatalogue everyKind(Engine engine) {
        return Workshop.installed(engine).with(new Gated("gated")).with(learned(0.1)).with(new SearchTest.Searching());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "identity", "gated", "learned"})
    void allRanksHoldTheSameModelBehindAGrowthOfEachKind(String operator) {
        RankedWorkshop ranked = new RankedWorkshop(home, 2, DataParallelRunsTest::everyKind);
        ranked.all(workshop -> workshop.train("run", TWO.replace("kind: stack", "kind: " + operator), "training.duration=16ba",
                "evaluate.every=4ba"));
        assertSame(ranked);
        assertThat(ranked.ranks()).allSatisfy(rank -> assertThat(rank.events(GrowthCompleted.class)).hasSize(1));
    }

    @Test
    void aSearchEndsAlikeOnAllRanks() {
        RankedWorkshop ranked = new RankedWorkshop(home, 3, DataParallelRunsTest::everyKind);
        ranked.all(workshop -> workshop.train("run", SearchTest.YAML + "data-parallel: {ranks: 3}\n", "training.batch=3"));
        assertSame(ranked);
        List<SearchCompleted> ended = ranked.ranks().stream().flatMap(rank -> rank.events(SearchCompleted.class).stream()).toList();
        assertThat(ended).hasSize(3).extracting(event -> event.report().chosen()).containsOnly(ended.get(0).report().chosen());
    }

    /** Every rank has a clock of its own; the run has that of rank 0. */
    @Test
    void whatGoesByTheClockGoesByThatOfRankZero() {
        RankedWorkshop ranked = new RankedWorkshop(home, 2);
        List<TrainOutcome> outcomes = ranked.all(workshop -> workshop.train("run", TWO, "training.duration=0.4sec",
                "growth.schedule.at=0.1sec", "evaluate.every=0.1sec"));
        assertSame(ranked);
        assertThat(outcomes.get(0).progress()).isEqualTo(outcomes.get(1).progress());
        assertThat(outcomes.get(0).progress().stage()).isEqualTo(1);
        assertThat(ranked.ranks().get(1).events(EvaluationCompleted.class)).extracting(EvaluationCompleted::loss)
                .isEqualTo(ranked.ranks().get(0).events(EvaluationCompleted.class).stream().map(EvaluationCompleted::loss).toList());
    }

    @Test
    void rankZeroAloneWrites() throws IOException {
        RankedWorkshop ranked = new RankedWorkshop(home, 2);
        List<TrainOutcome> outcomes = ranked.all(workshop -> workshop.train("run", TWO, "training.duration=4ba",
                "growth.schedule.at=2ba"));
        try (Stream<Path> files = Files.list(home.resolve("rank1"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsOnly("run.yaml");
        }
        assertThat(outcomes.get(1).checkpoint()).isEmpty();
        assertThat(ranked.ranks().get(1).events(TrainingEvent.CheckpointSaved.class)).isEmpty();
        assertThat(new RunFolder(home.resolve("run")).metrics()).content().contains("\"kind\":\"step\",\"step\":4,")
                .containsPattern("\\{\"kind\":\"exchange\",\"step\":4,.*\"ranks\":2,\"collectives\":[0-9]+,\"sent_bytes\":[1-9][0-9]+,");
        // There is nothing left to do, and both know.
        assertThat(ranked.all(workshop -> workshop.resume("run", TWO, "training.duration=4ba",
                "growth.schedule.at=2ba")))
                .extracting(TrainOutcome::outcome).containsOnly(Outcome.FINISHED);
        assertThat(ranked.ranks().get(1).events()).isEmpty();
    }

    /** A step that was made is saved, unless a growth is on its way; from there on all is as if nothing had happened. */
    @ParameterizedTest
    @CsvSource({"6, 7", "10, 8", "13, 14"})
    void aLostRankChangesNothing(int step, int kept) {
        RankedWorkshop undisturbed = new RankedWorkshop(home, 2);
        undisturbed.all(workshop -> workshop.train("whole", TWO, "evaluate.every=5ba"));
        RankedWorkshop lost = new RankedWorkshop(home, 2);
        List<Object> outcomes = lost.outcomes((workshop, rank) -> {
            if (rank == 1) {
                workshop.breakAfter(step);
            }
            return workshop.train("lost", TWO, "evaluate.every=5ba", "checkpoint.every=4ba");
        });
        assertThat(outcomes.get(0)).isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.getMessage()).contains("rank 1"));
        assertThat(lost.ranks().get(0).events(RunEnded.class)).extracting(RunEnded::outcome).containsExactly(Outcome.FAILED);
        assertThat(home.resolve("lost/checkpoints").resolve(String.format("step-%08d", kept))).isDirectory();

        lost.all(workshop -> workshop.resume("lost", TWO, "evaluate.every=5ba", "checkpoint.every=4ba"));
        assertThat(lost.ranks().get(1).losses()).isEqualTo(undisturbed.ranks().get(0).losses().subList(kept, 20));
        assertSame(undisturbed.engines().get(0).last(), lost.engines().get(1).last());
        assertSame(lost);
    }

    @Test
    void aModelThatDiffersIsFoundByItsRankAndTensor() {
        AtomicInteger made = new AtomicInteger();
        RankedWorkshop ranked = new RankedWorkshop(home, 2,
                engine -> Workshop.installed(engine).with(learned(made.getAndIncrement() == 0 ? 0.1 : 0.2)));
        List<Object> outcomes = ranked.outcomes((workshop, rank) -> workshop.train("run", TWO.replace("kind: stack", "kind: learned")));
        assertThat(outcomes).allSatisfy(outcome -> assertThat(((GrowthException) outcome).getMessage())
                .startsWith("rank 1 holds another model than rank 0: model.embed_tokens.weight is ").contains(" tensors differ"));
        assertThat(((GrowthException) outcomes.get(0)).kind()).isEqualTo(Kind.UNEXPECTED);
        // Nobody knows which of them is right.
        assertThat(home.resolve("run/checkpoints")).doesNotExist();
    }

    @Test
    void ranksThatWereGivenAnotherRunAreRefused() {
        RankedWorkshop ranked = new RankedWorkshop(home, 2);
        List<Object> outcomes = ranked.outcomes((workshop, rank) -> workshop.train("run", TWO, "training.batch=" + (rank == 0 ? 4 : 8)));
        assertThat(((GrowthException) outcomes.get(1)).getMessage()).endsWith("run.yaml: training.batch is 8 on rank 1, but 4 on rank 0;"
                + " start all ranks with the same run file and --set");
        assertThat(outcomes).allSatisfy(outcome -> assertThat(((GrowthException) outcome).kind()).isEqualTo(Kind.CONFIGURATION));
        // Workers and what is kept are every rank's, or rank 0's, own affair.
        ranked.outcomes((workshop, rank) -> workshop.train("other", TWO, "training.duration=2ba", "growth.schedule.at=1ba",
                "training.workers=" + (1 + rank),
                "checkpoint.keep=" + (1 + rank))).forEach(outcome -> assertThat(outcome).isInstanceOf(TrainOutcome.class));
    }

    @Test
    void aRunThatOneProcessBeganGoesOnWithSeveralButNotInAnotherMode() {
        Workshop alone = new Workshop(home);
        alone.stopAfter(3);
        alone.train("run", Workshop.GROWN);
        RankedWorkshop ranked = new RankedWorkshop(home, 2);
        assertThat(ranked.all(workshop -> workshop.resume("run", TWO))).extracting(o -> o.progress().step()).containsOnly(20L);
        assertThat(ranked.ranks().get(0).notes()).contains("changed: data-parallel.ranks 1 -> 2; another number of ranks adds gradients in"
                + " another order: losses differ in their last digits from here on");
        assertThat(ranked.outcomes((workshop, rank) -> workshop.resume("run", TWO, "data-parallel.mode=local")).get(0))
                .isInstanceOfSatisfying(GrowthException.class, e -> assertThat(e.getMessage()).contains(
                        "data-parallel.mode is local, but the run in", "was begun with synchronous"));
        assertRefused(Kind.CONFIGURATION, () -> alone.resume("run", TWO)).contains(
                "run.yaml:14: data-parallel.ranks: 2 processes train this run, and this is one alone; start each rank with growth train");
    }
}
