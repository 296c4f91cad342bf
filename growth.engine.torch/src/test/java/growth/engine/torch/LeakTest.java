package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.Decoder;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.conformance.SmallGrowths;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a session does, as many tensors are alive afterwards as before, and as much memory is taken. */
class LeakTest {
    private static final Regularization ALL = new Regularization(0.1, 0.1, 0.1, 0.2, 0.1);
    private static final int ROWS = 3;

    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    private static TorchSession open(ModelState state, Recompute recompute) {
        return (TorchSession) Engines.onTheCpu().open(state, EngineOptions.of(1, ROWS, 3).withAverages(Map.of("0.9", 0.9))
                .withRecompute(recompute));
    }

    /** Everything that a run asks of a session, gates and a changed set of what learns among it. */
    private static void everything(EngineSession session, int step) {
        ModelShape shape = session.state().shape();
        List<Batch> batches = List.of(RandomModels.any(shape, ROWS, step), RandomModels.any(shape, 2, step + 1));
        for (Trainable parts : List.of(Trainable.ALL, Trainable.layers(List.of(1)))) {
            for (String optimizer : List.of(OptimizerSettings.ADAMW, OptimizerSettings.MUON)) {
                session.gates(SmallGrowths.ramp(shape.toBuilder().intermediate(shape.intermediate() - 3).build(), shape, 0.5));
                session.train(batches, new TrainOptions(0.01, parts, SmallModels.ADAMW.withKind(optimizer), View.full(), ALL, step));
                session.gates(Gates.none());
            }
        }
        Batch batch = batches.get(0);
        session.evaluate(batch, View.full());
        session.evaluate("0.9", batch, View.full().withLayers(List.of(0)));
        session.gradients(batch, View.full());
        session.gradients(session.state().copy(), batch, View.full());
        session.logits(batch, View.full()).close();
        if (shape.family().causal()) {
            try (Decoder decoder = session.decoder(2, 8)) {
                decoder.read(new int[][] {{1, 2, 3}, {4}});
            }
        }
        session.load(session.state());
        session.adopt(session.state().copy());
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whateverASessionDoesLeavesNoTensor(Family family) {
        for (Recompute recompute : Recompute.values()) {
            try (TorchSession session = open(SmallModels.model(family), recompute)) {
                everything(session, 0);
                long before = session.aten().live();
                everything(session, 5);
                assertThat(session.aten().live()).as(recompute.toString()).isEqualTo(before);
            }
        }
    }

    @Test
    void growthsAndClosingLeaveNothingOfTheOldModel() {
        ModelState grown;
        long live;
        try (TorchSession session = open(SmallModels.model(Family.GPT2), Recompute.NONE)) {
            for (int growth = 0; growth < 2; growth++) {
                everything(session, growth);
                session.adopt(SmallGrowths.grow(session.state()));
                everything(session, growth);
            }
            grown = session.state().copy();
            live = session.aten().live();
        }
        try (TorchSession fresh = open(grown, Recompute.NONE)) {
            fresh.gradients(fresh.state().copy(), RandomModels.any(grown.shape(), ROWS, 1), View.full());
            fresh.adopt(grown);
            assertThat(live).isEqualTo(fresh.aten().live());
            fresh.close();
            assertThat(fresh.aten().live()).isZero();
        }
    }

    /** A short soak; the long one of 5,000 steps is in docs/lab. */
    @Test
    void stepsTakeNoMoreAndMoreMemory() {
        try (TorchSession session = open(SmallModels.model(SmallModels.LONG), Recompute.NONE)) {
            steps(session, 60);
            long tensors = session.aten().live();
            long before = Pointer.physicalBytes();
            steps(session, 150);
            assertThat(session.aten().live()).isEqualTo(tensors);
            // the activations of a step are 3 MB, all of them together would be 450
            assertThat(Pointer.physicalBytes() - before).isLessThan(24L << 20);
        }
    }

    private static void steps(TorchSession session, int steps) {
        Batch batch = RandomModels.batch(SmallModels.LONG, ROWS, 150, 1);
        for (int i = 0; i < steps; i++) {
            session.train(List.of(batch), SmallModels.step(1e-3));
        }
    }
}
