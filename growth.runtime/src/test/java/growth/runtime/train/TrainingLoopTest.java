package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.training.GrowthReport;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.fake.FakeCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
    @TempDir
    private Path home;

    private static List<String> trace(List<TrainingEvent> events) {
        return events.stream().map(e -> e.getClass().getSimpleName()).toList();
    }

    @Test
    void eventsComeInTheOrderOfThePage() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.GROWN, "training.duration=5ba", "growth.schedule.at=2ba", "evaluate.every=2ba",
                "checkpoint.every=3ba");
        assertThat(trace(workshop.events())).containsExactly("RunStarted", "StageStarted", //
                "StepCompleted", //
                "StepCompleted", "EvaluationCompleted", //
                "GrowthStarted", "GrowthCompleted", "StageStarted", "StepCompleted", "CheckpointSaved", //
                "StepCompleted", "EvaluationCompleted", //
                "StepCompleted", //
                "EvaluationCompleted", "CheckpointSaved", "RunEnded");
    }

    @Test
    void lastStepIsEvaluatedAndSavedOnceOnly() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH, "training.duration=2ba", "evaluate.every=1ba", "checkpoint.every=1ba");
        assertThat(trace(workshop.events())).containsExactly("RunStarted", "StageStarted", "StepCompleted", "EvaluationCompleted",
                "CheckpointSaved",
                "StepCompleted", "EvaluationCompleted", "CheckpointSaved", "RunEnded");
    }

    @Test
    void runAskedToStopSavesAfterItsStepAndEnds() {
        Workshop workshop = new Workshop(home);
        workshop.stopAfter(3);
        TrainOutcome outcome = workshop.train("run", Workshop.SCRATCH);
        assertThat(trace(workshop.events())).containsExactly("RunStarted", "StageStarted", "StepCompleted", "StepCompleted",
                "StepCompleted",
                "CheckpointSaved", "RunEnded");
        assertThat(outcome.outcome()).isEqualTo(RunEnded.Outcome.STOPPED);
        assertThat(outcome.progress().step()).isEqualTo(3);
        assertThat(outcome.checkpoint().orElseThrow()).exists();
    }

    @Test
    void learnsThroughAGrowth() {
        Workshop workshop = new Workshop(home);
        TrainOutcome outcome = workshop.train("run", Workshop.GROWN, "training.duration=120ba", "growth.schedule.at=40ba",
                "evaluate.every=40ba");
        List<Double> losses = workshop.events(EvaluationCompleted.class).stream().map(EvaluationCompleted::loss).toList();
        assertThat(losses).hasSize(3);
        assertThat(losses.get(0)).isLessThan(Math.log(PatternData.VOCABULARY));
        assertThat(losses.get(2)).isLessThan(0.7 * losses.get(0));
        assertThat(outcome.progress().stage()).isEqualTo(1);
        assertThat(workshop.events(StageStarted.class)).extracting(s -> s.shape().layers()).containsExactly(2, 4);
    }

    @Test
    void smallModelsCostLessAndCount() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.GROWN);
        List<StepCompleted> steps = workshop.events(StepCompleted.class);
        double small = steps.get(9).progress().flops() / 10;
        double large = (steps.get(19).progress().flops() - steps.get(9).progress().flops()) / 10;
        assertThat(steps.get(0).progress().flops()).isEqualTo(small);
        assertThat(large).isGreaterThan(1.5 * small);
        assertThat(steps.get(19).progress().tokens()).isEqualTo(20 * 4 * 8);
        assertThat(steps.get(19).progress().epochs()).isEqualTo(20 * 4 / 1000.0);
        assertThat(steps.get(19).progress().share()).isEqualTo(1);
    }

    @Test
    void growthIsReported() {
        Workshop workshop = new Workshop(home);
        workshop.train("stack", Workshop.GROWN);
        workshop.train("identity", Workshop.GROWN.replace("kind: stack", "kind: identity"));
        GrowthReport stack = workshop.events(GrowthCompleted.class).get(0).report();
        GrowthReport identity = workshop.events(GrowthCompleted.class).get(1).report();

        assertThat(stack.change().from().layers()).isEqualTo(2);
        assertThat(stack.change().to().layers()).isEqualTo(4);
        assertThat(stack.change().claimed()).isEqualTo(Preservation.NONE);
        assertThat(stack.effect().maxLogitChange()).isGreaterThan(1e-3);
        assertThat(stack.effect().lossAfter()).isNotEqualTo(stack.effect().lossBefore());
        assertThat(stack.effect().newGradientNorm()).isNaN();
        assertThat(stack.effect().copyDistance()).isPositive();
        assertThat(stack.policies().optimizerState()).isEqualTo(OptimizerStatePolicy.RESET);
        assertThat(stack.policies().learningRate()).isEqualTo(LearningRatePolicy.RESTART);
        assertThat(stack.cost().peakBytes()).isGreaterThan(
                4 * (stack.change().from().parameterCount() + stack.change().to().parameterCount()));

        assertThat(identity.change().claimed()).isEqualTo(Preservation.EXACT);
        assertThat(identity.effect().maxLogitChange()).isLessThan(1e-6);
        assertThat(identity.effect().lossAfter()).isEqualTo(identity.effect().lossBefore());
        assertThat(identity.effect().newGradientNorm()).isPositive();
        assertThat(identity.effect().deadParameters()).isEmpty();
    }

    @Test
    void learningRateRestartsAtTheGrowth() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.GROWN, "training.learning-rate.warmup=20%");
        List<Double> rates = workshop.events(StepCompleted.class).stream().map(StepCompleted::learningRate).toList();
        // A share of a restarted schedule is of what is left: 20 % of 10 steps. Nor is a first step wasted.
        assertThat(rates.get(0)).isCloseTo(0.0025, within(1e-12));
        assertThat(rates.get(10)).isCloseTo(0.005, within(1e-12));
        assertThat(rates.get(11)).isCloseTo(0.01, within(1e-12));
        assertThat(rates.get(12)).isCloseTo(0.01, within(1e-12));
        assertThat(rates.get(9)).isGreaterThan(0.005);
    }

    @Test
    void runOfScratchContinuesTheSameDataAsAGrownOne() {
        Workshop workshop = new Workshop(home);
        RecordingEngine grown = new RecordingEngine();
        new Workshop(home, Workshop.installed(grown)).train("grown", Workshop.GROWN);
        RecordingEngine scratch = new RecordingEngine();
        new Workshop(home, Workshop.installed(scratch)).train("scratch", Workshop.GROWN.substring(0, Workshop.GROWN.indexOf("growth:")));
        assertThat(grown.trainedOn()).hasSize(20).isEqualTo(scratch.trainedOn());
        assertThat(workshop.events()).isEmpty();
    }

    @Test
    void lossThatIsNotFiniteEndsTheRunAndKeepsTheLastCheckpoint() {
        RecordingEngine failing = new RecordingEngine().divergingAt(8);
        Workshop workshop = new Workshop(home, Workshop.installed(failing));
        assertRefused(Kind.DIVERGED, () -> workshop.train("run", Workshop.SCRATCH, "checkpoint.every=3ba"))
                .contains("step 8", "NaN", "step-00000006");
        assertThat(workshop.events(RunEnded.class)).extracting(RunEnded::outcome).containsExactly(RunEnded.Outcome.DIVERGED);
        assertThat(workshop.folder("run").checkpoints().resolve("step-00000006")).exists();
        assertThat(workshop.events(StepCompleted.class)).hasSize(7);
    }

    @Test
    void everythingIsClosedAtTheEnd() {
        RecordingEngine engine = new RecordingEngine();
        FakeCatalogue catalogue = Workshop.installed(engine);
        new Workshop(home, catalogue).train("run", Workshop.GROWN);
        assertThat(catalogue.held()).isZero();
        assertThat(engine.open()).isZero();

        RecordingEngine failing = new RecordingEngine().divergingAt(2);
        FakeCatalogue other = Workshop.installed(failing);
        assertThatThrownBy(() -> new Workshop(home, other).train("failed", Workshop.GROWN)).isInstanceOf(GrowthException.class);
        assertThat(other.held()).isZero();
        assertThat(failing.open()).isZero();
    }

    @Test
    void accumulationTrainsOnTheSameDataWithTheSameResult() {
        Workshop whole = new Workshop(home);
        whole.train("whole", Workshop.SCRATCH);
        Workshop parts = new Workshop(home);
        parts.train("parts", Workshop.SCRATCH, "training.accumulation=2");
        List<StepCompleted> a = whole.events(StepCompleted.class);
        List<StepCompleted> b = parts.events(StepCompleted.class);
        for (int i = 0; i < a.size(); i++) {
            assertThat(b.get(i).progress().loss()).isCloseTo(a.get(i).progress().loss(), within(1e-3));
        }
        assertThat(b.get(19).progress().tokens()).isEqualTo(a.get(19).progress().tokens());
    }

    @Test
    void durationsInOtherUnitsEnd() {
        Workshop workshop = new Workshop(home);
        assertThat(workshop.train("tokens", Workshop.SCRATCH, "training.duration=100tok").progress().step()).isEqualTo(4);
        double flops = workshop.events(StepCompleted.class).get(0).progress().flops();
        assertThat(workshop.train("flops", Workshop.SCRATCH, "training.duration=" + 3 * flops + "flop").progress().step()).isEqualTo(3);
        assertThat(workshop.train("epochs", Workshop.SCRATCH, "training.duration=0.01ep").progress().step()).isEqualTo(3);
        assertThat(workshop.train("seconds", Workshop.SCRATCH,
                "training.duration=0.05sec").progress().seconds()).isGreaterThanOrEqualTo(0.05);
    }

    @Test
    void startsFromAModelFolder() {
        Workshop workshop = new Workshop(home);
        Path checkpoint = workshop.train("first", Workshop.SCRATCH, "training.duration=60ba").checkpoint().orElseThrow();
        double first = workshop.events(StepCompleted.class).get(0).progress().loss();
        int before = workshop.events(StepCompleted.class).size();
        workshop.train("second", Workshop.SCRATCH, "training.duration=2ba", "model.start=" + checkpoint);
        assertThat(workshop.events(StepCompleted.class).get(before).progress().loss()).isLessThan(0.9 * first);
        assertThatThrownBy(() -> workshop.train("third", Workshop.SCRATCH, "model.layers=3", "model.start=" + checkpoint))
                .isInstanceOf(GrowthException.class).hasMessageContaining("2L").hasMessageContaining("3L");
        assertThat(Files.exists(home.resolve("third"))).isFalse();
    }
}
