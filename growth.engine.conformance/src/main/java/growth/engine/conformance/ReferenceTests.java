package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against the float64 reference model, and against finite differences of its loss. */
abstract class ReferenceTests extends EngineTests {
    ReferenceTests(EngineConformance suite) {
        super(suite);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                // shape, rows, tokens per sequence, workers
                Arguments.of(SmallModels.TIED, 3, 24, 1),
                Arguments.of(SmallModels.TIED, 3, 24, 2),
                Arguments.of(SmallModels.TIED, 2, 17, 3),
                Arguments.of(SmallModels.LONG, 2, 150, 2),
                Arguments.of(SmallModels.LONG, 1, 65, 2),
                Arguments.of(SmallModels.LONG, 1, 1, 1),
                Arguments.of(SmallModels.WORDY, 3, 70, 2));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void logitsLossAndGradientsAreThoseOfTheReference(ModelShape shape, int rows, int sequence, int workers) {
        ModelState state = SmallModels.model(shape);
        Batch.Tokens batch = RandomModels.batch(shape, rows, sequence, 2);
        ReferenceLlama reference = ReferenceLlama.of(state);
        ReferenceLlama.Gradients expected = reference.gradients(batch);
        try (EngineSession session = open(state, workers, rows)) {
            double[] logits = Numbers.doubles(session.logits(batch, View.full()));
            assertThat(Numbers.relativeError(logits, reference.logits(batch))).isLessThan(2e-6);
            assertThat(session.evaluate(batch, View.full()).loss()).isCloseTo(expected.loss(), within(1e-5));
            Gradients gradients = session.gradients(batch, View.full());
            assertThat(gradients.loss()).isCloseTo(expected.loss(), within(1e-5));
            assertThat(gradients.values().keySet()).isEqualTo(expected.values().keySet());
            gradients.values().forEach((name, value) -> {
                double[] exact = expected.values().get(name);
                if (Arrays.stream(exact).allMatch(g -> g == 0)) {
                    assertThat(Numbers.largestDifference(Numbers.doubles(value), exact)).as(name)
                            .isLessThanOrEqualTo(suite().roundingOfZero());
                } else {
                    assertThat(Numbers.relativeError(Numbers.doubles(value), exact)).as(name).isLessThan(2e-5);
                }
            });
        }
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        ModelShape shape = SmallModels.TIED.toBuilder().tied(false).build();
        ModelState state = SmallModels.floats(RandomModels.model(shape, 3));
        Batch.Tokens batch = RandomModels.batch(shape, 2, 9, 4);
        ReferenceLlama reference = ReferenceLlama.of(state);
        Random random = new Random(5);
        try (EngineSession session = open(state, 2, 2)) {
            session.gradients(batch, View.full()).values().forEach((name, gradient) -> {
                double[] analytic = Numbers.doubles(gradient);
                double[] parameter = reference.parameters().get(name);
                double scale = gradient.norm2Number().doubleValue() / Math.sqrt(analytic.length);
                for (int i = 0; i < 4; i++) {
                    int entry = random.nextInt(analytic.length);
                    double expected = difference(reference, batch, parameter, entry);
                    assertThat(analytic[entry]).as(name + " " + entry).isCloseTo(expected, within(1e-4 * scale));
                }
            });
        }
    }

    private static double difference(ReferenceLlama reference, Batch.Tokens batch, double[] parameter, int entry) {
        double value = parameter[entry];
        double h = 1e-5;
        parameter[entry] = value + h;
        double above = reference.loss(batch);
        parameter[entry] = value - h;
        double below = reference.loss(batch);
        parameter[entry] = value;
        return (above - below) / (2 * h);
    }
}
