package growth.runtime.train;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.TensorStep;
import growth.api.engine.Engine;
import growth.api.model.Axis;
import growth.api.model.GateSite;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import growth.api.options.Card;
import growth.api.schedule.Decision;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleRequest;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.StageStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What operators and schedules may ask of the trainer beyond a plain growth. */
class GrowingInTheLoopTest {
    @TempDir
    private Path home;

    /** Stacks, and then something else. */
    private record Changed(String name, UnaryOperator<GrowthPlan> change) implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new DepthOperator(name, false).card();
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            return change.apply(new DepthOperator(name, false).plan(request));
        }
    }

    private static GrowthPlan gated(GrowthPlan stacked) {
        return stacked.hidden(true, TrainingTime.steps(4), GateRamp.Curve.LINEAR);
    }

    private static final String RAMPED = Workshop.GROWN.replace("kind: stack", "kind: ramped");

    /** The value of the gate of layer 2, or 1 where it is gone. */
    private static List<Float> opening(RecordingEngine engine) {
        return engine.gates().stream().map(g -> g.at(new GateSite(Axis.LAYERS, 2)).map(v -> v[0]).orElse(1f)).toList();
    }

    @Test
    void gatesOpenStepByStepAndAreGoneAtTheEnd() {
        RecordingEngine engine = new RecordingEngine();
        new Workshop(home, Workshop.installed(engine).with(new Changed("ramped", GrowingInTheLoopTest::gated))).train("run", RAMPED);
        // half open and back for the report of the growth, then step by step
        assertThat(opening(engine)).containsExactly(0.5f, 0f, 0f, 0.25f, 0.5f, 0.75f, 1f);
        assertThat(engine.gates().get(6).isEmpty()).isTrue();
    }

    @Test
    void resumeInsideARampGoesOnWithIt() {
        RecordingEngine engine = new RecordingEngine();
        Workshop workshop = new Workshop(home, Workshop.installed(engine).with(new Changed("ramped", GrowingInTheLoopTest::gated)));
        workshop.stopAfter(12);
        workshop.train("run", RAMPED);
        assertThat(opening(engine)).containsExactly(0.5f, 0f, 0f, 0.25f);
        workshop.resume("run", RAMPED);
        assertThat(opening(engine)).containsExactly(0.5f, 0f, 0f, 0.25f, 0.5f, 0.75f, 1f);
    }

    @Test
    void whatOperatorsTrainOnCountsAndIsSeenOnce() {
        RecordingEngine engine = new RecordingEngine();
        GrowthOperator learned = new LearningDepth("ramped", state -> state, (stacked, context) -> {
            double first = context.gradients(stacked).loss();
            double second = context.gradients(stacked).loss();
            assertThat(first).isFinite().isNotEqualTo(second);
            return stacked;
        });
        Workshop workshop = new Workshop(home, Workshop.installed(engine).with(learned));
        workshop.train("run", RAMPED, "training.duration=12ba");
        GrowthCompleted growth = workshop.events(GrowthCompleted.class).get(0);
        List<StepCompleted> steps = workshop.events(StepCompleted.class);
        ModelShape large = growth.report().change().to();
        double flops = 2 * 4 * TrainingCost.perSequence(large, View.full());
        assertThat(growth.progress().tokens()).isEqualTo(steps.get(9).progress().tokens() + 2 * 4 * 8);
        assertThat(growth.progress().flops()).isEqualTo(steps.get(9).progress().flops() + flops);
        assertThat(growth.report().cost().flops()).isEqualTo(flops);
        assertThat(growth.progress().step()).isEqualTo(10);
        assertThat(engine.open()).isZero();

        RecordingEngine plain = new RecordingEngine();
        new Workshop(home, Workshop.installed(plain)).train("plain", Workshop.SCRATCH, "training.duration=14ba", "model.layers=4");
        // Steps 11 and 12 of the plain run are what the operator trained on.
        assertThat(engine.trainedOn().subList(10, 12)).isEqualTo(plain.trainedOn().subList(12, 14));
    }

    @Test
    void operatorThatGrowsToAnotherShapeIsNamed() {
        GrowthOperator wrong = new Changed("ramped", stacked -> GrowthPlan.of(GrowthMap.depth(stacked.map().from(), stacked.map().from(),
                LayerMap.identity(stacked.map().from().layers()), "nothing"), stacked.preservation()));
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(wrong));
        assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", RAMPED)).contains("run.yaml:", "2L", "4L");
    }

    @Test
    void operatorThatFailsIsNamed() {
        GrowthOperator broken = new Changed("ramped", stacked -> stacked.then(new TensorStep.Own((tensor, values) -> {
            throw new ArrayIndexOutOfBoundsException(7);
        })));
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(broken));
        assertRefused(Kind.FAILING_PLUGIN, () -> workshop.train("run", RAMPED, "checkpoint.every=5ba"))
                .contains("run.yaml:", "ArrayIndexOutOfBounds");
        assertThat(workshop.folder("run").checkpoints().resolve("step-00000010")).exists();
    }

    @Test
    void growthThatTheEngineRefusesLosesNothing() {
        GrowthOperator gates = new Changed("ramped", GrowingInTheLoopTest::gated);
        Engine gateless = new RecordingEngine().refusing("the engine has no gates at LAYERS; choose an operator that needs none");
        Workshop workshop = new Workshop(home, Workshop.installed(gateless).with(gates));
        assertRefused(Kind.CONFIGURATION, () -> workshop.train("run", RAMPED)).contains("run.yaml:", "no gates at LAYERS");
        // Nothing had asked for a checkpoint, but the ten steps before the growth are kept, and the growth is tried again from there.
        assertThat(workshop.folder("run").checkpoints().resolve("step-00000010")).exists();
        assertThat(workshop.events().get(workshop.events().size() - 1)).isInstanceOf(RunEnded.class);
        Workshop again = new Workshop(home, Workshop.installed(new RecordingEngine()).with(gates));
        assertThat(again.resume("run", RAMPED).progress().step()).isEqualTo(20);
        assertThat(again.events(GrowthCompleted.class)).hasSize(1);
        assertThat(again.events(StepCompleted.class)).hasSize(10);
    }

    @Test
    void sessionsTakeOverTheGrownStateWithItsArrays() {
        RecordingEngine engine = new RecordingEngine();
        List<ModelState> grown = new ArrayList<>();
        GrowthOperator watched = new LearningDepth("ramped", state -> state, (stacked, context) -> {
            grown.add(stacked);
            return stacked;
        });
        new Workshop(home, Workshop.installed(engine).with(watched)).train("run", RAMPED);
        assertThat(engine.adopted()).isEqualTo(1);
        assertThat(grown.get(0).arrays()).allMatch(INDArray::wasClosed);
    }

    /** Trains on half sequences for 10 steps, then asks for what it is told. */
    private record HalfSequences(Decision then) implements GrowthSchedule {
        @Override
        public Card card() {
            return new Card("half", "Short sequences first.", "none");
        }

        @Override
        public RunningSchedule begin(ScheduleRequest request) {
            return new RunningSchedule() {
                @Override
                public ModelShape start() {
                    return request.target();
                }

                @Override
                public View startView() {
                    return View.full().withSequence(4);
                }

                @Override
                public Optional<List<PlannedStage>> plan() {
                    return Optional.empty();
                }

                @Override
                public Decision next(Progress progress, ModelShape present) {
                    boolean due = progress.step() == 10 && progress.stage() == 0;
                    return !due ? Decision.trainOn() : then != null ? then : new Decision.Grow(present, Optional.empty(), View.full());
                }
            };
        }
    }

    private static final String HALF = Workshop.SCRATCH + "growth: {schedule: {kind: half}, operator: {kind: stack}}\n";

    @Test
    void viewAloneCanChange() {
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new HalfSequences(null)));
        workshop.train("run", HALF);
        List<StepCompleted> steps = workshop.events(StepCompleted.class);
        assertThat(steps.get(9).progress().tokens()).isEqualTo(10 * 4 * 4);
        assertThat(steps.get(19).progress().tokens()).isEqualTo(10 * 4 * 4 + 10 * 4 * 8);
        assertThat(workshop.events(StageStarted.class)).extracting(s -> s.view().sequence(s.shape())).containsExactly(4, 8);
        assertThat(workshop.events(GrowthCompleted.class)).isEmpty();
    }

    @Test
    void viewComesBackAtAResume() {
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new HalfSequences(null)));
        workshop.stopAfter(5);
        workshop.train("run", HALF);
        workshop.resume("run", HALF);
        assertThat(workshop.events(StepCompleted.class).get(19).progress().tokens()).isEqualTo(10 * 4 * 4 + 10 * 4 * 8);
    }

    @Test
    void searchIsRefusedInOneLine() {
        Decision search = new Decision.Search(List.of(), TrainingTime.steps(5));
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new HalfSequences(search)));
        assertRefused(Kind.CONFIGURATION, () -> workshop.train("run", HALF)).contains("run.yaml:", "search");
    }
}
