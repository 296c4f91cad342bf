package growth.engine.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.Regularization;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.GateSite;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterSpec;
import growth.api.model.RopeScaling;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.random.Dropout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.aten.TestTorch;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Blocks of every family against the float64 reference model and its finite differences; whatever else must not change their numbers. */
class BlockTest {
    private static final int ROWS = 3;
    private static final int LAYER = 1;
    private static final ModelShape SCALED = SmallShapes.of(Family.LLAMA).toBuilder()
            .ropeScaling(new RopeScaling.Llama3(8, 1, 4, 4)).build();
    private static final ModelShape WIDE = SmallShapes.of(Family.LLAMA).toBuilder().heads(6).kvHeads(2).headSize(6).build();
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.close();
        }
    }

    static Stream<Arguments> cases() {
        return Stream.concat(Arrays.stream(Family.values()).map(SmallShapes::of), Stream.of(SCALED, WIDE))
                .flatMap(shape -> Stream.of(Arguments.of(shape, Gates.none()), Arguments.of(shape, everywhere(shape)),
                        Arguments.of(shape, closed(shape))));
    }

    /** Returns half-open gates at every site of a model of that shape. */
    private static Gates everywhere(ModelShape shape) {
        Gates gates = Gates.none().with(new GateSite(Axis.HIDDEN, ParameterSpec.NO_LAYER), random(shape.hidden(), 11));
        for (int i = 0; i < shape.layers(); i++) {
            gates = gates.with(new GateSite(Axis.INTERMEDIATE, i), random(shape.intermediate(), 12 + i))
                    .with(new GateSite(Axis.HEADS, i), random(shape.heads(), 22 + i)).with(new GateSite(Axis.LAYERS, i), random(1, 32 + i));
            if (shape.kvHeads() < shape.heads()) {
                gates = gates.with(new GateSite(Axis.KV_HEADS, i), random(shape.kvHeads(), 42 + i));
            }
        }
        return gates;
    }

    /** Returns the same gates, of which every second one is closed; those of layers stay. */
    private static Gates closed(ModelShape shape) {
        Gates gates = everywhere(shape);
        for (GateSite site : everywhere(shape).sites()) {
            float[] values = gates.at(site).orElseThrow();
            for (int i = 1; i < values.length; i += 2) {
                values[i] = 0;
            }
            gates = gates.with(site, values);
        }
        return gates;
    }

    private static float[] random(int n, long seed) {
        Random random = new Random(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = 0.1f + 0.8f * random.nextFloat();
        }
        return values;
    }

    private static ModelState model(ModelShape shape) {
        return RandomModels.model(shape, 1).map(a -> a.castTo(DataType.FLOAT));
    }

    /** What a pass through a block gives. */
    private record Result(float[] output, float[] inputGradient, Map<String, float[]> gradients) {
    }

    private static Result run(SegmentRun run, float[] x, float[] gradient) {
        Pass pass = run.pass(true);
        Block block = run.block(LAYER);
        Tensor input = run.upload(x);
        Tensor outputGradient = run.upload(gradient);
        long before = run.aten.live();
        block.forward(pass, input).release();
        block.forget();
        assertThat(run.aten.live()).as("tensors after a pass that ended early").isEqualTo(before);
        Tensor output = block.forward(pass, input);
        Tensor dx = block.backward(pass, outputGradient, pass.reachesBefore(LAYER));
        assertThat(run.aten.live()).as("tensors after both passes").isEqualTo(before + (dx == null ? 1 : 2));
        return new Result(run.aten.tensors().floats(output), dx == null ? null : run.aten.tensors().floats(dx), run.gradients());
    }

    private static SegmentRun start(Aten aten, ModelShape shape, Batch batch) {
        return new SegmentRun(aten, model(shape), batch, View.full());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputsAndGradientsAreThoseOfTheReference(ModelShape shape, Gates gates) {
        check(shape, gates, RandomModels.any(shape, ROWS, 5), View.full());
    }

    @ParameterizedTest
    @EnumSource(value = Family.class, names = {"LLAMA", "GPT2", "BERT"})
    void paddingIsNotAttendedTo(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Batch.Tokens batch = RandomModels.padded((Batch.Tokens) RandomModels.any(shape, ROWS, 5));
        check(shape, Gates.none(), batch, View.full());
        boolean[] none = new boolean[ROWS * shape.context()];
        Arrays.fill(none, 0, shape.context(), true);
        check(shape, everywhere(shape), new Batch.Tokens(ROWS, batch.sequence(), batch.inputs(), batch.labels(), none, batch.tokenTypes()),
                View.full());
    }

    @ParameterizedTest
    @EnumSource(value = View.Pooling.Kind.class, names = {"MEAN", "MAX"})
    void pooledQueriesReadWhatIsNotPooled(View.Pooling.Kind kind) {
        ModelShape shape = SmallShapes.of(Family.BERT);
        Batch batch = RandomModels.masked(shape, ROWS, shape.context(), 5);
        View view = View.full().withPooling(new View.Pooling(kind, 3)).withLayers(List.of(LAYER));
        check(shape, Gates.none(), batch, view);
        check(shape, everywhere(shape), batch, view);
    }

    private void check(ModelShape shape, Gates gates, Batch batch, View view) {
        SegmentRun run = new SegmentRun(aten, model(shape), batch, view).gates(gates);
        float[] x = run.stream(run.batch.embeddedLength(), 3);
        float[] gradient = run.stream(run.batch.length(), 4);
        for (int i = 0; i < gradient.length; i++) {
            int position = i / shape.hidden() % run.batch.length();
            gradient[i] = position < run.batch.bodyLength(i / shape.hidden() / run.batch.length()) ? gradient[i] : 0;
        }
        Result result = run(run, x, gradient);
        BlockOracle oracle = new BlockOracle(ReferenceModel.of(model(shape)), LAYER, gates, batch, view.pooling(), x, gradient);
        assertThat(oracle.errorOf(result.output())).isLessThan(1e-6);
        assertThat(BlockOracle.dot(result.inputGradient(), BlockOracle.direction(x.length, 7)))
                .isCloseTo(oracle.derivative(null, 7), within(2e-4));
        result.gradients().forEach((name, values) -> {
            if (run.spec(name).layer() == LAYER) {
                double slack = 1e-4 * norm(values) + 1e-5;
                assertThat(BlockOracle.dot(values, BlockOracle.direction(values.length, 8))).as(name)
                        .isCloseTo(oracle.derivative(name, 8), within(slack));
            } else {
                assertThat(values).as(name).containsOnly(0);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void attentionThatCouldDropComputesTheSame(Family family) {
        ModelShape shape = SmallShapes.of(family);
        Batch batch = RandomModels.any(shape, ROWS, 5);
        List<Batch> batches = family == Family.VIT ? List.of(batch) : List.of(batch, RandomModels.padded((Batch.Tokens) batch));
        // a rate that drops none of 2^24 numbers, and whose scale rounds to 1
        Dropout none = new Dropout(new Regularization(1e-9, 0, 0, 0, 0), 7, 3, 0);
        for (Batch each : batches) {
            SegmentRun run = start(aten, shape, each);
            float[] x = run.stream(run.batch.length(), 3);
            float[] gradient = run.stream(run.batch.length(), 4);
            Result fused = run(run, x, gradient);
            Result composed = run(run.dropout(none), x, gradient);
            assertThat(relative(composed.output(), fused.output())).isLessThan(1e-6);
            assertThat(relative(composed.inputGradient(), fused.inputGradient())).isLessThan(1e-6);
        }
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float value : a) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void recomputingChangesNoBit(Family family) {
        ModelShape shape = SmallShapes.of(family);
        for (Gates gates : new Gates[] {Gates.none(), everywhere(shape)}) {
            SegmentRun run = start(aten, shape, RandomModels.any(shape, ROWS, 5)).gates(gates)
                    .dropout(new Dropout(new Regularization(0.1, 0.2, 0, 0.3, 0), 7, 3, 0));
            float[] x = run.stream(run.batch.length(), 3);
            float[] gradient = run.stream(run.batch.length(), 4);
            Result kept = run(run, x, gradient);
            for (Recompute recompute : Recompute.values()) {
                Result again = run(run.recompute(recompute), x, gradient);
                assertThat(again.output()).as(recompute.name()).isEqualTo(kept.output());
                assertThat(again.inputGradient()).as(recompute.name()).isEqualTo(kept.inputGradient());
                again.gradients().forEach((name, values) -> assertThat(values).as(name).isEqualTo(kept.gradients().get(name)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void halfPrecisionStaysNear(Family family) {
        ModelShape shape = SmallShapes.of(family);
        for (Gates gates : new Gates[] {Gates.none(), everywhere(shape)}) {
            SegmentRun run = start(aten, shape, RandomModels.any(shape, ROWS, 5)).gates(gates);
            float[] x = run.stream(run.batch.length(), 3);
            float[] gradient = run.stream(run.batch.length(), 4);
            Result single = run(run, x, gradient);
            Result half = run(run.precision(Dtype.BF16), x, gradient);
            // 8 bits of significand: 0.0025 and 0.0040 were measured
            assertThat(relative(half.output(), single.output())).isBetween(1e-5, 5e-3);
            assertThat(relative(half.inputGradient(), single.inputGradient())).isBetween(1e-5, 8e-3);
            // the worst was 0.0154; that of the keys' bias is 0 but for rounding
            half.gradients().forEach((name, values) -> {
                if (run.spec(name).layer() == LAYER && !name.endsWith("key.bias")) {
                    assertThat(relative(values, single.gradients().get(name))).as(name).isLessThan(0.025);
                }
            });
        }
    }

    private static double relative(float[] a, float[] b) {
        float[] difference = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return norm(difference) / norm(b);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void frozenBlocksPassGradientsOnAndTakeNone(Family family) {
        ModelShape shape = SmallShapes.of(family);
        SegmentRun run = start(aten, shape, RandomModels.any(shape, ROWS, 5));
        float[] x = run.stream(run.batch.length(), 3);
        float[] gradient = run.stream(run.batch.length(), 4);
        Result all = run(run, x, gradient);
        Result passed = run(run.trainable(new Trainable(true, Optional.of(List.of(0)), true)), x, gradient);
        assertThat(passed.inputGradient()).isEqualTo(all.inputGradient());
        passed.gradients().forEach((name, values) -> assertThat(values).as(name).containsOnly(0));
        Result last = run(run.trainable(Trainable.layers(List.of(LAYER))), x, gradient);
        assertThat(last.inputGradient()).isNull();
        last.gradients().forEach((name, values) -> assertThat(values).as(name).isEqualTo(all.gradients().get(name)));
    }
}
