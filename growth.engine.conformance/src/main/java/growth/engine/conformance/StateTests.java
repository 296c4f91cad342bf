package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.View;
import growth.reference.RandomModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

abstract class StateTests extends EngineTests {
    private static final ModelShape SHAPE = SmallModels.TIED;
    private static final ModelShape LARGER = SHAPE.toBuilder().layers(3).hidden(26).intermediate(40).build();
    private static final String UP = "model.layers.0.mlp.up_proj.weight";

    StateTests(EngineConformance suite) {
        super(suite);
    }

    private static ModelState model(ModelShape shape, long seed) {
        return SmallModels.floats(RandomModels.model(shape, seed));
    }

    private static Batch.Tokens batch(ModelShape shape, long seed) {
        return RandomModels.batch(shape, 4, 13, seed);
    }

    private static void train(EngineSession session, int from, int to) {
        for (int i = from; i < to; i++) {
            session.train(List.of(batch(session.shape(), i)), SmallModels.step(1e-2));
        }
    }

    private static void assertSame(ModelState a, ModelState b) {
        assertThat(SmallModels.same(a.parameters(), b.parameters())).isTrue();
        assertThat(a.optimizer().keySet()).isEqualTo(b.optimizer().keySet());
        a.optimizer().forEach((name, state) -> {
            OptimizerState other = b.optimizer().get(name);
            assertThat(other.steps()).isEqualTo(state.steps());
            for (Slot slot : List.of(Slot.FIRST_MOMENT, Slot.SECOND_MOMENT)) {
                assertThat(SmallModels.same(state.slots().get(slot), other.slots().get(slot))).as(name + " " + slot).isTrue();
            }
            assertThat(other.born().isPresent()).isEqualTo(state.born().isPresent());
        });
    }

    @Test
    void viewsAreLiveAndDoNotOwnTheMemory() {
        try (EngineSession session = open(model(SHAPE, 1), 2, 4)) {
            ModelState state = session.state();
            assertThat(SmallModels.same(state.parameters(), model(SHAPE, 1).parameters())).isTrue();
            assertThat(state.optimizer()).isEmpty();
            state.close();
            train(session, 0, 1);
            assertThat(SmallModels.same(state.parameters(), session.state().parameters())).isTrue();
            assertThat(session.state().optimizer().keySet()).isEqualTo(state.parameters().keySet());
            assertThat(session.state().optimizer().get(UP).steps()).isEqualTo(1);
        }
    }

    @Test
    void aResumedSessionGoesOnToTheLastBit() {
        ModelState half;
        ModelState whole;
        try (EngineSession session = open(model(SHAPE, 1), 2, 4)) {
            train(session, 0, 3);
            half = session.state().copy();
            train(session, 3, 6);
            whole = session.state().copy();
        }
        try (EngineSession session = open(half, 2, 4)) {
            assertSame(session.state(), half);
            train(session, 3, 6);
            assertSame(session.state(), whole);
        }
    }

    @Test
    void loadingAnotherShapeIsLikeOpeningIt() {
        for (ModelShape next : List.of(LARGER, SHAPE.toBuilder().layers(1).build(), SHAPE.toBuilder().vocabulary(50).build())) {
            try (EngineSession grown = open(model(SHAPE, 1), 2, 4);
                    EngineSession fresh = open(model(next, 2), 2, 4)) {
                train(grown, 0, 2);
                grown.evaluate(batch(SHAPE, 0), View.full());
                grown.load(model(next, 2));
                assertThat(grown.shape()).isEqualTo(next).isEqualTo(grown.state().shape());
                assertThat(grown.state().optimizer()).isEmpty();
                train(grown, 2, 4);
                train(fresh, 2, 4);
                assertSame(grown.state(), fresh.state());
                assertThat(grown.evaluate(batch(next, 9), View.full())).isEqualTo(fresh.evaluate(batch(next, 9), View.full()));
            }
        }
    }

    @Test
    void aStateMadeOfTheSessionsOwnViewsCanBeLoaded() {
        try (EngineSession session = open(model(SHAPE, 1), 2, 4)) {
            train(session, 0, 2);
            ModelState before = session.state().copy();
            ModelState views = session.state();
            Map<String, INDArray> swapped = new LinkedHashMap<>(views.parameters());
            String other = UP.replace("layers.0", "layers.1");
            swapped.put(UP, views.parameters().get(other));
            swapped.put(other, views.parameters().get(UP));
            session.load(new ModelState(SHAPE, swapped, views.optimizer(), Map.of(), Gates.none()));
            assertThat(SmallModels.same(session.state().parameters().get(UP), before.parameters().get(other))).isTrue();
            assertThat(SmallModels.same(session.state().parameters().get(other), before.parameters().get(UP))).isTrue();
            assertThat(session.state().optimizer().get(UP).steps()).isEqualTo(2);
        }
    }

    @Test
    void tensorsWithoutOptimizerStateStartAfresh() {
        try (EngineSession session = open(model(SHAPE, 1), 2, 4)) {
            train(session, 0, 3);
            ModelState state = session.state().copy();
            Map<String, OptimizerState> some = new LinkedHashMap<>(state.optimizer());
            some.remove(UP);
            session.load(new ModelState(SHAPE, state.parameters(), some, Map.of(), Gates.none()));
            assertThat(session.state().optimizer()).doesNotContainKey(UP);
            train(session, 3, 4);
            assertThat(session.state().optimizer().get(UP).steps()).isEqualTo(1);
            assertThat(session.state().optimizer().get("model.norm.weight").steps()).isEqualTo(4);
        }
    }

    @Test
    void entriesOfDifferentAgeAreCorrectedEachForItself() {
        try (EngineSession mixed = open(model(SHAPE, 1), 2, 4); EngineSession old = open(model(SHAPE, 1), 2, 4);
                EngineSession young = open(model(SHAPE, 1), 2, 4)) {
            train(mixed, 0, 3);
            ModelState state = mixed.state().copy();
            OptimizerState up = state.optimizer().get(UP);
            // every third entry was added at step 2 of 3, so it has the age of one step
            INDArray born = Nd4j.zeros(up.slots().get(Slot.FIRST_MOMENT).shape());
            for (long i = 0; i < born.length(); i += 3) {
                born.putScalar(i, 2);
            }
            mixed.load(with(state, new OptimizerState(3, up.slots(), Optional.of(born))));
            old.load(with(state, new OptimizerState(3, up.slots(), Optional.empty())));
            young.load(with(state, new OptimizerState(1, up.slots(), Optional.empty())));
            for (EngineSession session : List.of(mixed, old, young)) {
                train(session, 7, 8);
            }
            double[] actual = Numbers.doubles(mixed.state().parameters().get(UP));
            double[] aged = Numbers.doubles(old.state().parameters().get(UP));
            double[] fresh = Numbers.doubles(young.state().parameters().get(UP));
            assertThat(aged).isNotEqualTo(fresh);
            for (int i = 0; i < actual.length; i++) {
                assertThat(actual[i]).isEqualTo(i % 3 == 0 ? fresh[i] : aged[i]);
            }
            assertThat(SmallModels.same(mixed.state().optimizer().get(UP).born().orElseThrow(), born)).isTrue();
        }
    }

    private static ModelState with(ModelState state, OptimizerState up) {
        Map<String, OptimizerState> states = new LinkedHashMap<>(state.optimizer());
        states.put(UP, up);
        return new ModelState(SHAPE, state.parameters(), states, Map.of(), Gates.none());
    }

    @Test
    void birthsAreForgottenWhenTheyMakeNoDifferenceAnyMore() {
        try (EngineSession session = open(model(SHAPE, 1), 2, 4)) {
            train(session, 0, 1);
            ModelState state = session.state().copy();
            OptimizerState up = state.optimizer().get(UP);
            INDArray born = Nd4j.zeros(up.slots().get(Slot.FIRST_MOMENT).shape());
            born.putScalar(5, 700);
            // with β₂ = 0.95 the correction of an entry rounds to 1 after 338 steps
            session.load(with(state, new OptimizerState(700, up.slots(), Optional.of(born))));
            train(session, 0, 1);
            assertThat(session.state().optimizer().get(UP).born()).isPresent();
            session.load(with(state, new OptimizerState(1100, up.slots(), Optional.of(born))));
            train(session, 0, 1);
            assertThat(session.state().optimizer().get(UP).born()).isEmpty();
            assertThatThrownBy(() -> session.load(with(state, new OptimizerState(600, up.slots(), Optional.of(born)))))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("600 steps");
            assertThat(session.train(List.of(batch(SHAPE, 2)), SmallModels.step(1e-3)).updated()).isTrue();
        }
    }

    @Test
    void growingAndClosingGiveMemoryBack() {
        ModelShape wide = ModelShape.builder(Family.LLAMA).layers(1).hidden(256).heads(4).intermediate(64).vocabulary(8000)
                .context(8).build();
        ModelState small = model(wide, 1);
        ModelState large = model(wide.toBuilder().intermediate(96).build(), 1);
        useWholeHeap();
        long before = outsideTheHeap();
        for (int i = 0; i < 4; i++) {
            try (EngineSession session = open(small, 2, 1)) {
                for (ModelState next : List.of(large, small)) {
                    session.load(next);
                    session.train(List.of(RandomModels.batch(next.shape(), 1, 8, i)), SmallModels.step(1e-3));
                }
            }
        }
        // parameters, gradients and moments are 16 MB each; without closing anything 600 MB would have come together
        assertThat(outsideTheHeap() - before).isLessThan(200L << 20);
    }

    private static long outsideTheHeap() {
        return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
    }

    /** Uses the pages of Java's heap once, so that they do not count as memory that is taken later. */
    private static void useWholeHeap() {
        byte[] garbage = {};
        for (long used = 0; used < Runtime.getRuntime().totalMemory(); used += garbage.length) {
            garbage = new byte[1 << 19];
        }
    }

    @Test
    void buffersOfTheModelBeforeAreClosedAtOnce() {
        try (EngineSession session = open(model(SHAPE, 1), 2, 4)) {
            train(session, 0, 1);
            List<INDArray> old = new ArrayList<>(session.gradients(batch(SHAPE, 1), View.full()).values().values());
            session.state().arrays().forEach(old::add);
            assertThat(old).hasSize(4 * session.state().parameters().size()).noneMatch(StateTests::closed);
            session.load(model(LARGER, 1));
            assertThat(old).allMatch(StateTests::closed);
        }
    }

    private static boolean closed(INDArray view) {
        DataBuffer owner = view.data().originalDataBuffer();
        return (owner == null ? view.data() : owner).wasClosed();
    }
}
