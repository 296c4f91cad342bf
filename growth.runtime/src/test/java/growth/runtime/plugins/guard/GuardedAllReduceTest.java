package growth.runtime.plugins.guard;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.AllReduce;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Family;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An engine of the folder of plug-ins in a data-parallel step: who has failed, it or another rank. */
class GuardedAllReduceTest {
    private static final String ODD = "engine 'odd' of odd.engine 1.0.0 (odd.jar) ";
    private static final StepResult DONE = new StepResult(1, 1, 1, true);
    private final PluginGuard guard = new PluginGuard(Limits.USUAL);

    /** Sums of two ranks that give the same. */
    private static final class Doubling implements AllReduce {
        @Override
        public void sum(double[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= 2;
            }
        }

        @Override
        public void sum(INDArray flat) {
            flat.muli(2);
        }
    }

    /** A rank is gone. */
    private static final class Lost implements AllReduce {
        private final GrowthException failure = new GrowthException(Kind.UNEXPECTED, "rank 1 is gone");

        @Override
        public void sum(double[] values) {
            throw failure;
        }

        @Override
        public void sum(INDArray flat) {
            throw failure;
        }
    }

    /** A step of an engine that does that with the sums. */
    private StepResult train(AllReduce ranks, Consumer<AllReduce> step) {
        EngineSession engine = (EngineSession) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {EngineSession.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("train");
                    step.accept(((TrainShare) arguments[0]).ranks());
                    return DONE;
                });
        TrainShare share = TrainShare.of(List.of(RandomModels.any(SmallShapes.of(Family.LLAMA), 1, 1)), 0, 1, ranks);
        try (PluginCalls calls = guard.calls(new Plugin("engine 'odd'", "odd.engine 1.0.0", () -> "odd.jar", true))) {
            return new GuardedSession(engine, calls, SmallShapes.of(Family.LLAMA)).train(share, TrainOptions.of(0.1, null));
        }
    }

    @Test
    void sumsReachTheEngine() {
        double[] values = {1, 2};
        INDArray flat = Nd4j.create(new float[] {3, 4, 5});
        assertThat(train(new Doubling(), ranks -> {
            ranks.sum(values);
            ranks.sum(flat);
        })).isEqualTo(DONE);
        assertThat(values).containsExactly(2, 4);
        assertThat(flat.toFloatVector()).containsExactly(6, 8, 10);
    }

    @Test
    void aRankThatMakesAStepOfItsOwnSumsNothing() {
        assertThat(train(AllReduce.ALONE, ranks -> assertThat(ranks).isSameAs(AllReduce.ALONE))).isEqualTo(DONE);
    }

    @Test
    void aLostRankIsNotTheEnginesFailure() {
        Lost lost = new Lost();
        assertThatThrownBy(() -> train(lost, ranks -> ranks.sum(new double[1]))).isSameAs(lost.failure);
        // whatever the engine makes of it
        assertThatThrownBy(() -> train(lost, ranks -> {
            try {
                ranks.sum(Nd4j.create(1));
            } catch (GrowthException e) {
                throw new IllegalStateException("surprised", e);
            }
        })).isSameAs(lost.failure);
        assertThatThrownBy(() -> train(lost, ranks -> {
            try {
                ranks.sum(Nd4j.create(1));
            } catch (GrowthException e) {
                assertThat(e).isSameAs(lost.failure);
            }
        })).isSameAs(lost.failure);
    }

    @Test
    void anEngineThatTrainsApartIsNamed() {
        assertRefused(Kind.FAILING_PLUGIN, () -> train(new Doubling(), ranks -> ranks.sum(new double[1]))).isEqualTo(ODD
                + "returned from 'train' a step of this rank alone: it has not summed gradients over the others");
    }

    @Test
    void whatCannotBeSummedIsNamed() {
        String end = " to be summed over the ranks; float32 [n] can be";
        assertRefused(Kind.FAILING_PLUGIN, () -> train(new Doubling(), ranks -> ranks.sum((INDArray) null))).isEqualTo(ODD
                + "gave in 'train' nothing (null)" + end);
        assertRefused(Kind.FAILING_PLUGIN, () -> train(new Doubling(), ranks -> ranks.sum(Nd4j.create(DataType.DOUBLE, 3))))
                .isEqualTo(ODD + "gave in 'train' an array of rank 1 and type DOUBLE" + end);
        assertRefused(Kind.FAILING_PLUGIN, () -> train(new Doubling(), ranks -> ranks.sum(Nd4j.create(2, 3)))).isEqualTo(ODD
                + "gave in 'train' an array of rank 2 and type FLOAT" + end);
    }
}
