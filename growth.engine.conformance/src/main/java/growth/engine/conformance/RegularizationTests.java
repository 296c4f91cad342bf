package growth.engine.conformance;

import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Dropout, stochastic depth and label smoothing, and what is computed again instead of kept. */
abstract class RegularizationTests extends EngineTests {
    private static final Regularization ALL = new Regularization(0.2, 0.15, 0.1, 0.3, 0.1);

    RegularizationTests(EngineConformance suite) {
        super(suite);
    }

    private EngineSession open(ModelState state, int workers, Recompute recompute) {
        return engine().open(state, EngineOptions.of(workers, 4, 11).withRecompute(recompute));
    }

    /** A step that learns nothing, so that the first moment is the gradient. */
    private static TrainOptions still(Regularization left, long step) {
        return new TrainOptions(0, Trainable.ALL, OptimizerSettings.adamw(0, 0.9, 1e-8, 0), View.full(), left, step);
    }

    private static double loss(EngineSession session, Batch batch, Regularization left, long step) {
        return session.train(List.of(batch), still(left, step)).loss();
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void decisionsDependOnSeedAndStepAlone(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        try (EngineSession one = open(state, 1, Recompute.NONE); EngineSession three = open(state, 3, Recompute.NONE)) {
            double first = loss(one, batch, ALL, 5);
            assertThat(loss(one, batch, ALL, 6)).isNotCloseTo(first, within(1e-6));
            assertThat(loss(one, batch, ALL, 5)).isEqualTo(first);
            assertThat(loss(three, batch, ALL, 5)).isCloseTo(first, within(1e-5));
            assertThat(one.evaluate(batch, View.full()).loss())
                    .isCloseTo(loss(one, batch, Regularization.NONE, 5), within(1e-6));
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void eachKindChangesTheLoss(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        try (EngineSession session = open(state, 2, Recompute.NONE)) {
            double plain = loss(session, batch, Regularization.NONE, 1);
            for (Regularization left : List.of(new Regularization(0.3, 0, 0, 0, 0), new Regularization(0, 0.3, 0, 0, 0),
                    new Regularization(0, 0, 0.3, 0, 0), new Regularization(0, 0, 0, 0.6, 0), new Regularization(0, 0, 0, 0, 0.2))) {
                assertThat(loss(session, batch, left, 1)).as(left.toString()).isNotCloseTo(plain, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void gradientsAreThoseOfTheThinnedModel(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        Random random = new Random(3);
        try (EngineSession session = open(state, 2, Recompute.NONE)) {
            loss(session, batch, ALL, 9);
            Map<String, double[]> gradients = new LinkedHashMap<>();
            session.state().optimizer().forEach((name, s) -> gradients.put(name, Numbers.doubles(s.slots().get(Slot.FIRST_MOMENT))));
            // along a random direction in all parameters at once: single entries drown in single precision
            double along = 0;
            Map<String, INDArray> direction = new LinkedHashMap<>();
            for (Map.Entry<String, double[]> entry : gradients.entrySet()) {
                INDArray part = state.parameters().get(entry.getKey()).dup();
                for (int i = 0; i < entry.getValue().length; i++) {
                    part.putScalar(i, (float) random.nextGaussian());
                    along += entry.getValue()[i] * part.getDouble(i);
                }
                direction.put(entry.getKey(), part);
            }
            double near = difference(session, state, direction, 1e-3, batch);
            double far = difference(session, state, direction, 2e-3, batch);
            // Richardson's extrapolation takes the error of third order away
            assertThat(along).isCloseTo((4 * near - far) / 3, within(0.005 * Math.max(1, Math.abs(along))));
        }
    }

    private static double difference(EngineSession session, ModelState state, Map<String, INDArray> direction, double h, Batch batch) {
        return (lossAt(session, state, direction, h, batch) - lossAt(session, state, direction, -h, batch)) / (2 * h);
    }

    private static double lossAt(EngineSession session, ModelState state, Map<String, INDArray> direction, double h, Batch batch) {
        ModelState moved = state.copy();
        direction.forEach((name, part) -> moved.parameters().get(name).addi(part.mul(h)));
        session.adopt(moved);
        return loss(session, batch, ALL, 9);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsComputedAgainIsTheSameToTheBit(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        Gates gates = Gates.none().with(new GateSite(Axis.LAYERS, 1), new float[] {0.3f})
                .with(new GateSite(Axis.INTERMEDIATE, 0), new float[] {1, 0.5f, 1, 0, 1, 1});
        for (Regularization left : List.of(Regularization.NONE, ALL)) {
            ModelState kept = trained(state, batch, left, gates, Recompute.NONE);
            for (Recompute recompute : List.of(Recompute.ATTENTION, Recompute.BLOCK)) {
                ModelState again = trained(state, batch, left, gates, recompute);
                assertThat(SmallModels.same(kept.parameters(), again.parameters())).as(recompute + " " + left).isTrue();
            }
        }
    }

    private ModelState trained(ModelState state, Batch batch, Regularization left, Gates gates, Recompute recompute) {
        try (EngineSession session = open(state, 2, recompute)) {
            session.gates(gates);
            for (int step = 0; step < 4; step++) {
                session.train(List.of(batch, batch), new TrainOptions(1e-2, Trainable.ALL, SmallModels.ADAMW, View.full(), left, step));
            }
            return session.state().copy();
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void smoothedLabelsAreThoseOfTheReference(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        double expected = ReferenceModel.of(state).loss(batch, View.full(), Gates.none(), 0.1);
        try (EngineSession session = open(state, 2, Recompute.NONE)) {
            assertThat(loss(session, batch, new Regularization(0, 0, 0, 0, 0.1), 0)).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void dropoutKeepsTheExpectation() {
        ModelState state = model(Family.GPT2);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        try (EngineSession session = open(state, 1, Recompute.NONE)) {
            double plain = loss(session, batch, Regularization.NONE, 0);
            double sum = 0;
            int steps = 500;
            for (int step = 0; step < steps; step++) {
                sum += loss(session, batch, new Regularization(0, 0.02, 0, 0, 0), step);
            }
            // a little dropout changes the mean loss in second order only
            assertThat(sum / steps).isCloseTo(plain, within(0.02 * plain));
        }
    }
}
