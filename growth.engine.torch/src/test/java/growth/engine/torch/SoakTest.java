package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
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

/** A long run with three growths: {@code -Dgrowth.soak=5000} makes it as long as the one in docs/lab; without, it is short. */
class SoakTest {
    private static final int STEPS = Integer.getInteger("growth.soak", 160);
    private static final int STAGES = 4;
    private static final int RAMP = STEPS / STAGES / 4;
    private static final int ROWS = 4;
    private static final Regularization LEFT = new Regularization(0, 0.1, 0.1, 0.1, 0);
    /** A growth adds 60,000 parameters, of which a session has five copies; compilers take and give back some MB. */
    private static final long SLACK = 20L << 20;

    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    @Test
    void tensorsAndMemoryStayAsTheyAreFromGrowthToGrowth() {
        ModelShape shape = ModelShape.builder(Family.LLAMA).layers(2).hidden(64).heads(4).kvHeads(2).intermediate(128).vocabulary(256)
                .context(64).build();
        EngineOptions options = EngineOptions.of(1, ROWS, 3).withAverages(Map.of("0.99", 0.99));
        try (TorchSession session = (TorchSession) Engines.onTheCpu().open(SmallModels.model(shape), options)) {
            long allocated = 0;
            for (int stage = 0; stage < STAGES; stage++) {
                ModelShape small = session.state().shape();
                if (stage > 0) {
                    session.adopt(SmallGrowths.grow(session.state()));
                }
                int first = stage * STEPS / STAGES;
                int middle = first + STEPS / STAGES / 2;
                steps(session, small, first, middle);
                long live = session.aten().live();
                report(session, middle);
                // Java has loaded and compiled most of it by then
                allocated = stage <= 1 ? NativeBytes.inUse().orElse(0) : allocated;
                steps(session, small, middle, (stage + 1) * STEPS / STAGES);
                report(session, (stage + 1) * STEPS / STAGES);
                assertThat(session.aten().live()).as("live tensors in stage " + stage).isEqualTo(live);
                assertThat(NativeBytes.inUse().orElse(0) - allocated).as("bytes in stage " + stage).isLessThan(SLACK);
            }
        }
    }

    private static void steps(TorchSession session, ModelShape small, int from, int to) {
        ModelShape shape = session.state().shape();
        for (int step = from; step < to; step++) {
            int since = step % (STEPS / STAGES);
            if (!small.equals(shape) && since <= RAMP) {
                session.gates(since == RAMP ? Gates.none() : SmallGrowths.ramp(small, shape, since / (double) RAMP));
            }
            Batch batch = RandomModels.batch(shape, ROWS, 64, step % 7);
            session.train(List.of(batch, batch), new TrainOptions(1e-3, Trainable.ALL, SmallModels.ADAMW, View.full(), LEFT, step));
            if (step % 20 == 0) {
                session.evaluate(batch, View.full());
                session.evaluate("0.99", batch, View.full());
                session.gradients(batch, View.full());
                session.logits(batch, View.full()).close();
            }
        }
    }

    private static void report(TorchSession session, int step) {
        if (STEPS > 1000) {
            System.out.println("step " + step + ": " + session.aten().live() + " live tensors, " + NativeBytes.inUse().orElse(0) / 1_000_000
                    + " MB allocated, " + Pointer.physicalBytes() / 1_000_000 + " MB resident, " + session.state().shape());
        }
    }
}
