package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.ModelState;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.api.training.TrainingEvent.StepCompleted;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
