package growth.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings with explicit backward passes, chosen by their switch, against those with autograd's. */
class ExplicitTrainingTest {
    private static final int STEPS = 10;
    private static final Regularization SOME = new Regularization(0, 0.1, 0.1, 0.2, 0.1);

    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    @AfterEach
    void clear() {
        System.clearProperty("growth.torch.backward");
    }

    private static List<Double> losses(String backward, Family family, Precision precision) {
        System.setProperty("growth.torch.backward", backward);
        TrainOptions train = new TrainOptions(0.01, Trainable.ALL, SmallModels.ADAMW.withClip(1), View.full(), SOME, 0);
        EngineOptions options = EngineOptions.of(1, 4, 7).withPlacement(Placement.AUTO.withPrecision(precision));
        List<Double> losses = new ArrayList<>();
        try (EngineSession session = Engines.onOneThread().open(SmallModels.model(family), options)) {
            for (int step = 0; step < STEPS; step++) {
                Batch batch = RandomModels.any(SmallModels.model(family).shape(), 4, step);
                losses.add(session.train(List.of(batch), train.with(SOME, step)).loss());
            }
        }
        return losses;
    }

    @ParameterizedTest
    @CsvSource({"LLAMA,F32,2e-5", "GPT2,F32,2e-5", "BERT,F32,2e-5", "VIT,F32,2e-5", "LLAMA,BF16,2e-2", "BERT,BF16,2e-2"})
    void lossesAreAutograds(Family family, Precision precision, double tolerance) {
        List<Double> expected = losses("autograd", family, precision);
        List<Double> actual = losses("explicit", family, precision);
        for (int i = 0; i < STEPS; i++) {
            assertThat(actual.get(i)).as("step %d", i).isCloseTo(expected.get(i), within(tolerance * expected.get(i)));
        }
        assertThat(actual).as("bits of another way").isNotEqualTo(expected);
        assertThat(losses("explicit", family, precision)).isEqualTo(actual);
    }
}
