package growth.engine.torch.explicit;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.Regularization;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.random.Dropout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.aten.TestTorch;
import growth.engine.torch.kernels.ComposedSteps;
import growth.engine.torch.kernels.CpuKernels;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.kernels.KernelSteps;
import growth.engine.torch.model.Pass;
import growth.engine.torch.model.Segment;
import growth.engine.torch.model.SegmentRun;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Explicit blocks, with composed steps and with our kernels, against those of autograd. */
class ExplicitBlockTest {
    private static final int ROWS = 3;
    private static final int LAYER = 1;
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
        aten.autograd().record(false);
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.autograd().record(true);
            aten.close();
        }
    }

    static Stream<ModelShape> shapes() {
        ModelShape grouped = SmallShapes.of(Family.LLAMA).toBuilder().heads(6).kvHeads(2).headSize(6).build();
        return Stream.concat(Arrays.stream(Family.values()).map(SmallShapes::of), Stream.of(grouped));
    }

    /** Our kernels, on the processor. */
    private static FusedSteps kernels(Aten aten, Dtype element) {
        return new KernelSteps(aten, element, CpuKernels.of(element == Dtype.BF16).module(), 0);
    }

    private SegmentRun start(ModelShape shape) {
        return new SegmentRun(aten, RandomModels.model(shape, 1).map(a -> a.castTo(DataType.FLOAT)), RandomModels.any(shape, ROWS, 5),
                View.full());
    }

    /** What passes through a block give. */
    private record Result(float[] output, float[] inputGradient, Map<String, float[]> gradients) {
    }

    private Result run(SegmentRun run, Segment block) {
        Pass pass = run.pass(true);
        Tensor x = run.upload(run.stream(run.batch.length(), 3));
        Tensor gradient = run.upload(run.stream(run.batch.length(), 4));
        long before = aten.live();
        block.forward(pass, x).release();
        block.forget();
        assertThat(aten.live()).as("tensors after a pass that ended early").isEqualTo(before);
        Tensor output = block.forward(pass, x);
        Tensor dx = block.backward(pass, gradient, pass.reachesBefore(LAYER));
        assertThat(aten.live()).as("tensors after both passes").isEqualTo(before + (dx == null ? 1 : 2));
        return new Result(aten.tensors().floats(output), dx == null ? null : aten.tensors().floats(dx), run.gradients());
    }

    private Segment explicit(SegmentRun run, FusedSteps.Source source) {
        return ExplicitParts.of(aten, run.layout, source).blocks().get(LAYER);
    }

    private static double relative(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        double error = 0;
        double norm = 1e-30;
        for (int i = 0; i < actual.length; i++) {
            error += Math.pow((double) actual[i] - expected[i], 2);
            norm += (double) expected[i] * expected[i];
        }
        return Math.sqrt(error / norm);
    }

    private static void assertClose(Result actual, Result expected, double allowed) {
        assertThat(relative(actual.output(), expected.output())).as("output").isLessThan(allowed);
        assertThat(actual.inputGradient() == null).isEqualTo(expected.inputGradient() == null);
        if (expected.inputGradient() != null) {
            assertThat(relative(actual.inputGradient(), expected.inputGradient())).as("gradient of the input").isLessThan(allowed);
        }
        // the gradient of a bias of keys is 0, but for rounding
        double norm = expected.gradients().values().stream().mapToDouble(ExplicitBlockTest::norm).max().orElse(0);
        expected.gradients().forEach((name, values) -> {
            float[] own = actual.gradients().get(name);
            double slack = allowed * (norm(values) + 0.1 * norm);
            double distance = relative(own, values) * norm(values);
            assertThat(norm(values) == 0 ? norm(own) : distance).as(name).isLessThanOrEqualTo(slack);
        });
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private void assertBothClose(SegmentRun run, double allowed) {
        Result expected = run(run, run.block(LAYER));
        for (FusedSteps.Source source : List.<FusedSteps.Source>of(ComposedSteps::new, ExplicitBlockTest::kernels)) {
            assertClose(run(run, explicit(run, source)), expected, allowed);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsAreThoseOfAutograd(ModelShape shape) {
        assertBothClose(start(shape), 2e-6);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void inBfloat16TheyAreToItsRounding(ModelShape shape) {
        assertBothClose(start(shape).precision(Dtype.BF16), 2e-2);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void whatIsDroppedFromBranchesIsDroppedFromTheirGradients(Family family) {
        assertBothClose(start(SmallShapes.of(family)).dropout(new Dropout(new Regularization(0, 0.3, 0, 0.4, 0), 7, 3, 0)), 2e-6);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void frozenPartsTakeNoGradient(Family family) {
        ModelShape shape = SmallShapes.of(family);
        for (Trainable trainable : List.of(Trainable.layers(List.of(LAYER)), new Trainable(true, Optional.of(List.of(0)), true))) {
            assertBothClose(start(shape).trainable(trainable), 2e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void recomputingChangesNoBit(ModelShape shape) {
        SegmentRun run = start(shape);
        for (FusedSteps.Source source : List.<FusedSteps.Source>of(ComposedSteps::new, ExplicitBlockTest::kernels)) {
            Result expected = run(run.recompute(Recompute.NONE), explicit(run, source));
            for (Recompute recompute : List.of(Recompute.ATTENTION, Recompute.BLOCK)) {
                Result again = run(run.recompute(recompute), explicit(run, source));
                assertThat(again.output()).isEqualTo(expected.output());
                assertThat(again.inputGradient()).isEqualTo(expected.inputGradient());
                expected.gradients().forEach((name, values) -> assertThat(again.gradients().get(name)).as(name).isEqualTo(values));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Family.class, names = {"LLAMA", "BERT"})
    void whatIsOutOfReachIsAutograds(Family family) {
        ModelShape shape = SmallShapes.of(family);
        float[] gate = new float[shape.intermediate()];
        Arrays.fill(gate, 0.5f);
        SegmentRun gated = start(shape).gates(Gates.none().with(new GateSite(Axis.INTERMEDIATE, LAYER), gate));
        Batch padded = RandomModels.padded((Batch.Tokens) RandomModels.any(shape, ROWS, 5));
        SegmentRun shorter = new SegmentRun(aten, RandomModels.model(shape, 1).map(a -> a.castTo(DataType.FLOAT)), padded, View.full());
        SegmentRun dropping = start(shape).dropout(new Dropout(new Regularization(0.2, 0, 0, 0, 0), 7, 3, 0));
        for (SegmentRun run : List.of(gated, shorter, dropping)) {
            Result expected = run(run, run.block(LAYER));
            Result actual = run(run, explicit(run, ComposedSteps::new));
            assertThat(actual.output()).isEqualTo(expected.output());
            assertThat(actual.inputGradient()).isEqualTo(expected.inputGradient());
        }
    }
}
