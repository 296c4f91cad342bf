package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelState;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.SearchCompleted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.ops.stacking.DirectOperator;
import growth.runtime.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs that several ranks train together, in mode local. */
class LocalStepsRunsTest {
    /** Synchronisations at steps 5, 10, 12 (before the growth), 17 and 20 (the end). */
    private static final String LOCAL = Workshop.GROWN.replace("at: 10ba", "at: 12ba")
            + "data-parallel: {ranks: 2, mode: local, local-steps: 5}\n";
    private static final String WIDE = LOCAL.replace("layers: 4, hidden: 16", "layers: 2, hidden: 32").replace("heads: 2", "heads: 4")
            .replace("intermediate: 24", "intermediate: 48").replace("{layers: 2}", "{hidden: 16, heads: 2, intermediate: 24}")
            .replace("kind: stack", "kind: direct");
    @TempDir
    private Path home;

    private RankedWorkshop workshop() {
        return new RankedWorkshop(home, 2, engine -> Workshop.installed(engine).with(new DirectOperator())
                .with(new SearchTest.Searching()));
    }

    private static void assertSame(ModelState one, ModelState other) {
        assertThat(other.shape()).isEqualTo(one.shape());
        Iterator<INDArray> values = other.arrays().iterator();
        one.arrays().forEach(array -> assertThat(array.dup().data().asFloat()).isEqualTo(values.next().dup().data().asFloat()));
        assertThat(values.hasNext()).isFalse();
    }

    private static List<Long> evaluated(Workshop workshop) {
        return workshop.events(EvaluationCompleted.class).stream().map(e -> e.progress().step()).toList();
    }

    private static List<Long> saved(Workshop workshop) {
        return workshop.events(CheckpointSaved.class).stream().map(e -> e.progress().step()).toList();
    }

    /** With large epsilon and without decay or moments AdamW is SGD, for which the mean of steps is the step along the mean gradient. */
    @Test
    void everyStepOfSgdSynchronisedByTheMeanIsASynchronousStep() {
        String sgd = Workshop.GROWN.replace("optimizer: {lr: 1e-2}", "optimizer: {lr: 5e4, betas: [0, 0], epsilon: 1e5, weight-decay: 0,"
                + " clip: 0}");
        RankedWorkshop synchronous = workshop();
        synchronous.all(workshop -> workshop.train("synchronous", sgd + "data-parallel: {ranks: 2}\n"));
        RankedWorkshop local = workshop();
        local.all(workshop -> workshop.train("local", sgd
                + "data-parallel: {ranks: 2, mode: local, local-steps: 1, outer-lr: 1, outer-momentum: 0}\n"));
        List<StepCompleted> expected = synchronous.ranks().get(0).events(StepCompleted.class);
        List<StepCompleted> steps = local.ranks().get(0).events(StepCompleted.class);
        assertThat(steps).hasSize(20);
        for (int i = 0; i < 20; i++) {
            assertThat(steps.get(i).progress().loss()).isCloseTo(expected.get(i).progress().loss(), within(1e-5));
        }
        assertThat(steps.get(19).progress().loss()).isLessThan(steps.get(0).progress().loss() - 0.1);
        assertThat(steps.get(19).progress().tokens()).isEqualTo(expected.get(19).progress().tokens());
        assertThat(steps.get(19).progress().flops()).isCloseTo(expected.get(19).progress().flops(), within(1.0));
        assertSame(local.engines().get(0).last(), local.engines().get(1).last());
    }

    @Test
    void aRepeatedRunIsTheSameToTheBitAndSoIsOneThatWasStopped() {
        RankedWorkshop first = workshop();
        List<TrainOutcome> ended = first.all(workshop -> workshop.train("first", LOCAL, "evaluate.every=2ba", "checkpoint.every=4ba"));
        Workshop zero = first.ranks().get(0);
        ModelState end = first.engines().get(0).last();
        assertThat(ended).extracting(o -> o.progress().stage()).containsOnly(1);
        assertThat(zero.events(GrowthCompleted.class)).singleElement().extracting(e -> e.progress().step()).isEqualTo(12L);
        // what is due waits until the ranks are together and as they are saved
        assertThat(evaluated(zero)).containsExactly(5L, 10L, 17L, 20L);
        assertThat(saved(zero)).containsExactly(5L, 10L, 17L, 20L);
        assertSame(end, first.engines().get(1).last());
        assertThat(first.engines().get(0).trainedOn()).isNotEqualTo(first.engines().get(1).trainedOn());

        RankedWorkshop again = workshop();
        again.all(workshop -> workshop.train("again", LOCAL, "evaluate.every=2ba", "checkpoint.every=4ba"));
        assertThat(again.ranks().get(0).losses()).isEqualTo(zero.losses());
        assertSame(end, again.engines().get(1).last());

        for (int stopAt : new int[] {7, 13}) {
            // asked for on rank 1, while the ranks are apart
            RankedWorkshop stopped = workshop();
            List<Object> outcomes = stopped.outcomes((workshop, rank) -> {
                if (rank == 1) {
                    workshop.stopAfter(stopAt);
                }
                return workshop.train("stopped" + stopAt, LOCAL);
            });
            int stoppedAt = stopAt == 7 ? 10 : 17;
            assertThat(outcomes).extracting(o -> ((TrainOutcome) o).outcome()).containsOnly(Outcome.STOPPED);
            assertThat(stopped.ranks().get(0).events(StepCompleted.class)).hasSize(stoppedAt);
            stopped.all(workshop -> workshop.resume("stopped" + stopAt, LOCAL));
            assertThat(stopped.ranks().get(0).losses()).isEqualTo(zero.losses().subList(stoppedAt, 20));
            assertSame(end, stopped.engines().get(0).last());
            assertSame(end, stopped.engines().get(1).last());
        }
    }

    @Test
    void theOuterMomentumIsSavedAndMatters() {
        RankedWorkshop first = workshop();
        TrainOutcome whole = first.all(workshop -> workshop.train("momentum", LOCAL)).get(0);
        var momentum = Checkpoint.open(whole.checkpoint().orElseThrow()).outerMomentum();
        assertThat(momentum.keySet()).isEqualTo(first.engines().get(0).last().parameters().keySet());
        assertThat(momentum.values()).allSatisfy(m -> assertThat(m.norm2Number().doubleValue()).isPositive());
        RankedWorkshop without = workshop();
        without.all(workshop -> workshop.train("none", LOCAL, "data-parallel.outer-momentum=0"));
        assertThat(without.ranks().get(0).losses().subList(0, 5)).isEqualTo(first.ranks().get(0).losses().subList(0, 5));
        assertThat(without.ranks().get(0).losses().get(19)).isNotEqualTo(first.ranks().get(0).losses().get(19));
    }

    @Test
    void aModelGrowsInWidthAndItsAveragesStayTheSameOnAllRanks() {
        RankedWorkshop first = workshop();
        first.all(workshop -> workshop.train("wide", WIDE, "training.averages=[0.9]", "training.dropout.hidden=0.1"));
        assertThat(first.engines().get(0).last().shape().hidden()).isEqualTo(32);
        assertThat(first.engines().get(0).last().averages().keySet()).containsExactly("0.9");
        assertSame(first.engines().get(0).last(), first.engines().get(1).last());
        double begin = first.ranks().get(0).events(StepCompleted.class).get(0).progress().loss();
        assertThat(first.ranks().get(0).events(StepCompleted.class).get(19).progress().loss()).isLessThan(begin);
    }

    @Test
    void aSearchAmongSubNetworksBeginsAndEndsTogether() {
        RankedWorkshop first = workshop();
        first.all(workshop -> workshop.train("search", LOCAL.replace("{kind: hop, from: {layers: 2}, at: 12ba}",
                "{kind: searching, at: 6ba, smallest: 2}")));
        assertThat(first.ranks().get(1).events(SearchCompleted.class)).hasSize(1);
        assertSame(first.engines().get(0).last(), first.engines().get(1).last());
    }

    @Test
    void aRankThatDivergesEndsTheRunOnAllRanksWhenTheySynchronise() {
        RankedWorkshop ranked = new RankedWorkshop(home, 2, engine -> {
            ((RecordingEngine) engine).divergingAt(8);
            return Workshop.installed(engine);
        });
        List<Object> outcomes = ranked.outcomes((workshop, rank) -> {
            if (rank == 0) {
                ranked.engines().get(0).divergingAt(-1);
            }
            return workshop.train("diverging", LOCAL, "checkpoint.every=5ba");
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOfSatisfying(GrowthException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.DIVERGED);
            assertThat(e).hasMessageContaining("not finite on 1 of 2 ranks in the last 5 local steps");
        }));
        assertThat(saved(ranked.ranks().get(0))).containsExactly(5L);
    }

    /** What one rank has learned alone is not saved: the run goes on from its last checkpoint, and ends as if nobody had been lost. */
    @Test
    void aRunWithoutOneOfItsRanksGoesOnFromTheLastCheckpointToTheSameEnd() {
        RankedWorkshop whole = workshop();
        whole.all(workshop -> workshop.train("whole", LOCAL, "checkpoint.every=5ba"));
        RankedWorkshop lost = workshop();
        List<Object> outcomes = lost.outcomes((workshop, rank) -> {
            if (rank == 1) {
                lost.engines().get(1).breakingAt(14);
            }
            return workshop.train("lost", LOCAL, "checkpoint.every=5ba");
        });
        assertThat(outcomes.get(0)).isInstanceOf(GrowthException.class);
        assertThat(saved(lost.ranks().get(0))).containsExactly(5L, 10L);
        lost.all(workshop -> workshop.resume("lost", LOCAL, "checkpoint.every=5ba"));
        assertThat(lost.ranks().get(0).losses()).isEqualTo(whole.ranks().get(0).losses().subList(10, 20));
        assertSame(whole.engines().get(0).last(), lost.engines().get(1).last());
    }

    @Test
    void whatIsExchangedIsCountedAndLessThanGradientsWouldBe() {
        RankedWorkshop ranked = workshop();
        ranked.all(workshop -> workshop.train("counted", Workshop.SCRATCH + "data-parallel: {ranks: 2, mode: local, local-steps: 10}\n"));
        long parameters = ranked.engines().get(0).last().parameters().values().stream().mapToLong(INDArray::length).sum();
        // at steps 10 and 20: differences and two moments, and as numbers of double precision whether and how all goes
        long arrays = 2 * 3 * 4 * parameters;
        assertThat(ranked.groups().get(1).traffic().payload()).isBetween(arrays, arrays + 200);
    }
}
