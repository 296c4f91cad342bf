package growth.engine.torch.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.operator.GrowthContext.Gradients;
import growth.engine.common.memory.FlatMemory;
import growth.engine.common.model.FlatArrays;
import growth.engine.common.model.FlatModel;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallModels;
import growth.engine.cpu.CpuEngine;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.kernels.FlatAdamW;
import growth.engine.torch.memory.FlatTensors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A session of the cpu engine, and the same model that libtorch updates by that session's gradients. */
final class SameGradients implements AutoCloseable {
    private final Aten aten;
    private final EngineSession cpu;
    private final FlatModel<FlatTensors> model;
    private TorchOptimizer optimizer;

    SameGradients(Aten aten, FlatMemory.Source<FlatTensors> source, ModelState state, Map<String, Double> averages) {
        this.aten = aten;
        EngineOptions options = EngineOptions.of(1, 4, 0).withAverages(averages);
        cpu = new CpuEngine().open(state, options);
        model = new FlatModel<>(state, options, new FlatArrays<>(state.shape(), source), array -> { });
        optimizer = new TorchOptimizer(aten, model, Optional.empty());
    }

    /** Goes on with a kernel in place of libtorch's operator. */
    SameGradients by(FlatAdamW kernel) {
        optimizer = new TorchOptimizer(aten, model, Optional.of(kernel));
        return this;
    }

    FlatModel<FlatTensors> model() {
        return model;
    }

    TorchOptimizer optimizer() {
        return optimizer;
    }

    EngineSession cpu() {
        return cpu;
    }

    /** Takes the same step twice. */
    void step(Batch batch, TrainOptions options) {
        Gradients gradients = cpu.gradients(batch, options.view());
        model.layout().copy(gradients.values(), model.gradients(), array -> { });
        StepResult expected = cpu.train(List.of(batch), options);
        TorchOptimizer.Measured measured = measure(options, gradients.loss() * batch.scored());
        assertThat(measured.losses() / batch.scored()).isCloseTo(expected.loss(), within(1e-6 * expected.loss()));
        assertThat(measured.norm()).isCloseTo(expected.gradientNorm(), within(1e-6 * expected.gradientNorm()));
        optimizer.update(options, measured.norm());
    }

    TorchOptimizer.Measured measure(TrainOptions options, double losses) {
        try (Arena arena = aten.open()) {
            return optimizer.measure(options, aten.tensors().upload(new float[] {(float) losses}, 1));
        }
    }

    /** Both must have come to the same state, up to rounding. */
    void requireSame(double tolerance) {
        requireSame(model.state(), cpu.state(), tolerance);
    }

    static void requireSame(ModelState actual, ModelState expected, double tolerance) {
        requireSame("", actual.parameters(), expected.parameters(), tolerance);
        assertThat(actual.averages().keySet()).isEqualTo(expected.averages().keySet());
        actual.averages().forEach((name, average) -> requireSame(name + " ", average, expected.averages().get(name), tolerance));
        assertThat(List.copyOf(actual.optimizer().keySet())).isEqualTo(List.copyOf(expected.optimizer().keySet()));
        actual.optimizer().forEach((name, state) -> {
            OptimizerState other = expected.optimizer().get(name);
            assertThat(state.steps()).as(name).isEqualTo(other.steps());
            assertThat(state.slots().keySet()).as(name).isEqualTo(other.slots().keySet());
            state.slots().forEach((slot, values) -> requireSame(name + " " + slot, values, other.slots().get(slot), tolerance));
            assertThat(state.born().isPresent()).as(name).isEqualTo(other.born().isPresent());
            state.born().ifPresent(born -> assertThat(SmallModels.same(born, other.born().orElseThrow())).isTrue());
        });
    }

    private static void requireSame(String what, Map<String, INDArray> actual, Map<String, INDArray> expected, double tolerance) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, values) -> requireSame(what + name, values, expected.get(name), tolerance));
    }

    private static void requireSame(String what, INDArray actual, INDArray expected, double tolerance) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertThat(Numbers.relativeError(Numbers.doubles(actual), Numbers.doubles(expected))).as(what).isLessThan(tolerance);
    }

    @Override
    public void close() {
        cpu.close();
        model.close();
    }
}
