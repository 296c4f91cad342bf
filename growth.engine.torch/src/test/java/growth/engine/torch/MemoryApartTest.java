package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallGrowths;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import growth.testing.ranks.Ranks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sessions whose memory lies apart from ND4J's, as on a GPU: whatever can be seen of them is the same as of sessions that share it, to the
 * last bit, and is up to date whenever it is asked for.
 */
class MemoryApartTest {
    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    private static EngineSession open(TorchEngine engine, ModelState state) {
        return engine.open(state, EngineOptions.of(1, 4, 3).withAverages(Map.of("0.9", 0.9)));
    }

    private static void step(EngineSession session, String optimizer, int step) {
        Batch batch = RandomModels.any(session.state().shape(), 4, step);
        session.train(List.of(batch), TrainOptions.of(0.01, SmallModels.ADAMW.withKind(optimizer)));
    }

    private static void assertSame(EngineSession found, EngineSession expected) {
        ModelState a = found.state();
        ModelState b = expected.state();
        assertThat(SmallModels.same(a.parameters(), b.parameters())).isTrue();
        assertThat(SmallModels.same(a.averages().get("0.9"), b.averages().get("0.9"))).isTrue();
        assertThat(a.optimizer().keySet()).isEqualTo(b.optimizer().keySet());
        b.optimizer().forEach((name, state) -> {
            state.slots().forEach((slot, moment) -> assertThat(SmallModels.same(a.optimizer().get(name).slots().get(slot), moment))
                    .as(name + " " + slot).isTrue());
            assertThat(a.optimizer().get(name).born().isPresent()).isEqualTo(state.born().isPresent());
        });
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everythingIsTheSame(Family family) {
        ModelState state = SmallModels.model(family);
        ModelState elsewhere = SmallModels.floats(RandomModels.model(state.shape(), 9));
        Batch batch = RandomModels.any(state.shape(), 4, 50);
        try (EngineSession apart = open(Engines.apart(), state); EngineSession shared = open(Engines.onTheCpu(), state)) {
            for (EngineSession session : List.of(apart, shared)) {
                step(session, OptimizerSettings.ADAMW, 0);
                step(session, OptimizerSettings.MUON, 1);
            }
            assertSame(apart, shared);
            assertThat(Numbers.values(apart.gradients(batch, View.full()).values())).usingRecursiveComparison()
                    .isEqualTo(Numbers.values(shared.gradients(batch, View.full()).values()));
            assertThat(Numbers.values(apart.gradients(elsewhere, batch, View.full()).values())).usingRecursiveComparison()
                    .isEqualTo(Numbers.values(shared.gradients(elsewhere, batch, View.full()).values()));
            assertThat(apart.evaluate("0.9", batch, View.full())).isEqualTo(shared.evaluate("0.9", batch, View.full()));
            assertThat(SmallModels.same(apart.logits(batch, View.full()), shared.logits(batch, View.full()))).isTrue();
            for (EngineSession session : List.of(apart, shared)) {
                session.adopt(SmallGrowths.grow(session.state()));
                step(session, OptimizerSettings.ADAMW, 2);
                session.load(session.state());
                step(session, OptimizerSettings.ADAMW, 3);
            }
            assertSame(apart, shared);
        }
    }

    @Test
    void viewsAreUpToDateWhenAskedForAndLoadingThemMixesNothingUp() {
        ModelState state = SmallModels.model(Family.GPT2);
        try (EngineSession session = open(Engines.apart(), state)) {
            step(session, OptimizerSettings.ADAMW, 0);
            ModelState views = session.state();
            ModelState before = views.copy();
            step(session, OptimizerSettings.ADAMW, 1);
            assertThat(SmallModels.same(session.state().parameters(), before.parameters())).isFalse();
            assertThat(SmallModels.same(views.parameters(), session.state().parameters())).isTrue();
            Map<String, INDArray> swapped = new LinkedHashMap<>(views.parameters());
            String first = "transformer.h.0.mlp.c_fc.weight";
            String second = "transformer.h.1.mlp.c_fc.weight";
            swapped.put(first, views.parameters().get(second));
            swapped.put(second, views.parameters().get(first));
            ModelState expected = session.state().copy();
            session.load(new ModelState(state.shape(), swapped, views.optimizer(), Map.of(), Gates.none()));
            assertThat(SmallModels.same(session.state().parameters().get(first), expected.parameters().get(second))).isTrue();
            assertThat(SmallModels.same(session.state().parameters().get(second), expected.parameters().get(first))).isTrue();
        }
    }

    /** What ranks sum in the machine's memory goes back to the device, and nothing else with it. */
    @Test
    void gradientsAreSummedOverRanksAndGoBack() throws Exception {
        ModelState state = SmallModels.model(Family.GPT2);
        List<Batch> batches = List.of(RandomModels.any(state.shape(), 4, 1), RandomModels.any(state.shape(), 4, 2));
        List<Trainable> parts = List.of(Trainable.ALL, Trainable.layers(List.of(1)), new Trainable(true, Optional.of(List.of()), true));
        Ranks.run(2, (rank, sums) -> {
            try (EngineSession apart = open(Engines.apart(), state); EngineSession shared = open(Engines.onTheCpu(), state)) {
                for (EngineSession session : List.of(apart, shared)) {
                    for (int step = 0; step < 6; step++) {
                        session.train(TrainShare.of(batches, rank, 2, sums),
                                TrainOptions.of(0.01, SmallModels.ADAMW).withTrainable(parts.get(step % 3)));
                    }
                }
                assertSame(apart, shared);
                return rank;
            }
        });
    }
}
