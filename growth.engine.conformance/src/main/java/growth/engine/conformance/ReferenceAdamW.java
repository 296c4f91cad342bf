package growth.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.reference.ReferenceLlama;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Training steps in double precision: AdamW with clipping, element by element, of whatever has a learning rate that is not 0. */
final class ReferenceAdamW {
    private final ReferenceLlama model;
    private final List<ParameterSpec> parameters;
    private final Map<String, double[][]> moments = new HashMap<>();
    private int steps;

    /** @param model is trained by {@link #requireSame} */
    ReferenceAdamW(ReferenceLlama model, ParameterLayout layout) {
        this.model = model;
        parameters = layout.parameters();
    }

    /** Takes the same step as a session; loss and gradient norm must be the same up to rounding, and the gradient must be clipped. */
    void requireSame(EngineSession session, Batch.Tokens batch, TrainOptions options) {
        Step expected = step(batch, options);
        StepResult result = session.train(List.of(batch), options);
        assertThat(expected.norm()).isGreaterThan(options.optimizer().clip());
        assertThat(result.gradientNorm()).isCloseTo(expected.norm(), within(1e-4 * expected.norm()));
        assertThat(result.loss()).isCloseTo(expected.loss(), within(1e-4));
    }

    /** The session's parameters must be the same up to rounding. */
    void requireSame(EngineSession session) {
        session.state().parameters().forEach((name, value) ->
                assertThat(Numbers.relativeError(Numbers.doubles(value), model.parameters().get(name))).as(name).isLessThan(2e-4));
    }

    /**
     * @param loss before the step
     * @param norm of the gradients of what learns, before clipping
     */
    private record Step(double loss, double norm) {
    }

    private Step step(Batch.Tokens batch, TrainOptions options) {
        steps++;
        ReferenceLlama.Gradients gradients = model.gradients(batch);
        List<ParameterSpec> learning = parameters.stream().filter(p -> rate(p, options) != 0).toList();
        double norm = Math.sqrt(learning.stream().flatMapToDouble(p -> Arrays.stream(gradients.values().get(p.name())))
                .map(g -> g * g).sum());
        for (ParameterSpec p : learning) {
            update(p, gradients.values().get(p.name()), Math.min(1, options.optimizer().clip() / norm), options);
        }
        return new Step(gradients.loss(), norm);
    }

    private static double rate(ParameterSpec parameter, TrainOptions options) {
        return options.trainable().trains(parameter) ? options.learningRate() : 0;
    }

    private void update(ParameterSpec p, double[] gradient, double scale, TrainOptions options) {
        double beta1 = options.optimizer().beta1();
        double beta2 = options.optimizer().beta2();
        double[] theta = model.parameters().get(p.name());
        double[][] mv = moments.computeIfAbsent(p.name(), n -> new double[2][theta.length]);
        double decay = p.kind() == ParameterSpec.Kind.WEIGHT ? options.optimizer().weightDecay() : 0;
        for (int i = 0; i < theta.length; i++) {
            double g = gradient[i] * scale;
            mv[0][i] = beta1 * mv[0][i] + (1 - beta1) * g;
            mv[1][i] = beta2 * mv[1][i] + (1 - beta2) * g * g;
            double corrected = Math.sqrt(mv[1][i] / (1 - Math.pow(beta2, steps))) + options.optimizer().epsilon();
            theta[i] -= rate(p, options) * (decay * theta[i] + mv[0][i] / (1 - Math.pow(beta1, steps)) / corrected);
        }
    }
}
