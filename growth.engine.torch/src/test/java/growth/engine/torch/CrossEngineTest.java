package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.conformance.SmallGrowths;
import growth.engine.conformance.SmallModels;
import growth.engine.cpu.CpuEngine;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same trainings on both engines, and trainings that begin on one and go on on the other: the losses of 20 steps agree to 1e-4. */
class CrossEngineTest {
    private static final double TOLERANCE = 1e-4;
    private static final int STEPS = 20;
    private static final int ROWS = 4;
    private static final Regularization ALL = new Regularization(0.1, 0.1, 0.1, 0.2, 0.1);

    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    private static TrainOptions options(OptimizerSettings optimizer, Regularization left) {
        return new TrainOptions(0.01, Trainable.ALL, optimizer.withClip(1), View.full(), left, 0);
    }

    /**
     * A training.
     *
     * @param name    what is told of it
     * @param state   where it begins
     * @param step    the options of its steps
     * @param batches number of batches of a step
     */
    private record Training(String name, ModelState state, TrainOptions step, int batches) {
        static Training plain(String name, Family family) {
            return new Training(name, SmallModels.model(family), options(SmallModels.ADAMW, Regularization.NONE), 1);
        }

        Training with(UnaryOperator<TrainOptions> change) {
            return new Training(name, state, change.apply(step), batches);
        }

        Training from(ModelState other) {
            return new Training(name, other, step, batches);
        }

        Training accumulated() {
            return new Training(name, state, step, 2);
        }

        @Override
        public String toString() {
            return name + ", " + state.shape().family().id();
        }

        /** Makes steps from a number on; returns their losses, then that of evaluation and that of the average. */
        List<Double> losses(EngineSession session, int from, int to) {
            List<Double> losses = new ArrayList<>();
            ModelShape shape = state.shape();
            for (int i = from; i < to; i++) {
                List<Batch> all = new ArrayList<>();
                for (int part = 0; part < batches; part++) {
                    all.add(RandomModels.any(shape, ROWS - part, 10L * i + part));
                }
                StepResult result = session.train(all, step.with(step.regularization(), i));
                assertThat(result.updated()).isTrue();
                losses.add(result.loss());
            }
            losses.add(session.evaluate(RandomModels.any(shape, ROWS, 1), step.view()).loss());
            losses.add(session.evaluate("0.9", RandomModels.any(shape, ROWS, 1), step.view()).loss());
            return losses;
        }
    }

    static Stream<Arguments> trainings() {
        List<Training> all = new ArrayList<>();
        for (Family family : Family.values()) {
            Training plain = Training.plain("plain", family);
            all.add(plain);
            all.add(Training.plain("dropout, depth and smoothing; accumulated", family)
                    .with(o -> o.with(ALL, 0)).accumulated());
            all.add(Training.plain("gates everywhere", family).from(plain.state().withGates(gates(plain.state().shape()))));
            all.add(Training.plain("muon", family).with(o -> options(SmallModels.ADAMW.withKind(OptimizerSettings.MUON),
                    Regularization.NONE)));
            all.add(Training.plain("the second layer alone learns", family).with(o -> o.withTrainable(Trainable.layers(List.of(1)))));
            all.add(Training.plain("embedding and head learn", family).with(o -> o.withTrainable(new Trainable(true,
                    Optional.of(List.of()), true))));
            all.add(Training.plain("one layer runs", family).with(o -> o.withView(View.full().withLayers(List.of(1)))));
        }
        View pooled = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 3));
        all.add(Training.plain("pooled", Family.BERT).with(o -> o.withView(pooled).with(ALL, 0)));
        return all.stream().map(Arguments::of);
    }

    /** Half open gates at every site of the family. */
    private static Gates gates(ModelShape shape) {
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), gate(shape.hidden()));
        for (int layer = 0; layer < shape.layers(); layer++) {
            gates = gates.with(new GateSite(Axis.INTERMEDIATE, layer), gate(shape.intermediate()))
                    .with(new GateSite(Axis.HEADS, layer), gate(shape.heads())).with(new GateSite(Axis.LAYERS, layer), gate(1));
            if (shape.kvHeads() < shape.heads()) {
                gates = gates.with(new GateSite(Axis.KV_HEADS, layer), gate(shape.kvHeads()));
            }
        }
        return gates;
    }

    private static float[] gate(int size) {
        float[] gate = new float[size];
        for (int i = 0; i < size; i++) {
            gate[i] = i % 3 == 1 ? 1 : 0.3f + 0.5f * i / size;
        }
        return gate;
    }

    private static EngineSession open(Engine engine, ModelState state) {
        return engine.open(state, EngineOptions.of(1, ROWS, 7).withAverages(Map.of("0.9", 0.9)));
    }

    private static void assertClose(List<Double> found, List<Double> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).as("loss " + i).isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trainings")
    void bothEnginesTrainAlike(Training training) {
        try (EngineSession cpu = open(new CpuEngine(), training.state()); EngineSession torch = open(Engines.onTheCpu(),
                training.state())) {
            assertClose(training.losses(torch, 0, STEPS), training.losses(cpu, 0, STEPS));
        }
    }

    /** The state after a growth has moments of different ages, averages and closed gates, which open while the other engine goes on. */
    @ParameterizedTest
    @EnumSource(Family.class)
    void aTrainingThatHasGrownGoesOnOnTheOtherEngine(Family family) {
        List<Engine> engines = List.of(new CpuEngine(), Engines.onTheCpu());
        for (int first = 0; first < 2; first++) {
            Training training = Training.plain("grown", family).with(o -> o.with(ALL, 0));
            ModelState grown;
            try (EngineSession session = open(engines.get(first), training.state())) {
                training.losses(session, 0, 5);
                grown = SmallGrowths.grow(session.state());
            }
            assertThat(grown.optimizer().values()).anyMatch(s -> s.born().isPresent());
            Training rest = training.from(grown);
            try (EngineSession same = open(engines.get(first), grown); EngineSession other = open(engines.get(1 - first), grown)) {
                for (int part = 0; part < 4; part++) {
                    Gates gates = SmallGrowths.ramp(SmallShapes.of(family), grown.shape(), part / 3.0);
                    same.gates(gates);
                    other.gates(gates);
                    assertClose(rest.losses(other, 5 + 5 * part, 10 + 5 * part), rest.losses(same, 5 + 5 * part, 10 + 5 * part));
                }
            }
        }
    }
}
