package growth.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineOptions.Recompute;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.StepResult;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.engine.conformance.SmallModels;
import growth.engine.cpu.kernels.PlainKernels;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Needs;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class CpuEngineTest {
    private static final ModelShape SHAPE = SmallModels.LONG;

    @Test
    void stepsAllocateNextToNothing() {
        // the plain kernels, since vectors live on the heap until the compiler has seen enough of them
        CpuEngine engine = new CpuEngine(PlainKernels::new);
        Batch.Tokens batch = RandomModels.batch(SHAPE, 4, 150, 1);
        TrainOptions options = SmallModels.step(1e-3);
        List<Batch> batches = List.of(batch, batch);
        try (EngineSession session = engine.open(RandomModels.model(SHAPE, 1), EngineOptions.of(2, 4, 0))) {
            for (int i = 0; i < 3; i++) {
                session.train(batches, options);
                session.evaluate(batch, View.full());
            }
            long before = allocated();
            long residentBefore = Pointer.physicalBytes();
            int steps = 40;
            for (int i = 0; i < steps; i++) {
                session.train(batches, options);
                session.evaluate(batch, View.full());
            }
            // two batches of 600 tokens, 2 layers, 20 tensors: a few small objects for a pass and a tensor (16 KB), and for each of the 240
            // tiles of attention, none for a row
            assertThat((allocated() - before) / steps).isLessThan(16_384 + 240 * 128);
            // the activations of a step are 1.5 MB, all of them together would be 60
            assertThat(Pointer.physicalBytes() - residentBefore).isLessThan(20L << 20);
        }
    }

    /** Bytes that this thread and the workers have allocated on the heap. */
    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = Arrays.stream(threads.getAllThreadIds()).filter(id -> {
            var info = threads.getThreadInfo(id);
            return id == Thread.currentThread().getId() || info != null && info.getThreadName().startsWith("growth-cpu");
        }).toArray();
        return Arrays.stream(threads.getThreadAllocatedBytes(ids)).sum();
    }

    @Test
    void aFailingWorkerLeavesTheSessionUsable() {
        AtomicBoolean failing = new AtomicBoolean();
        CpuEngine engine = new CpuEngine(() -> new FailingKernels(failing));
        ModelState state = SmallModels.model(SHAPE);
        Batch.Tokens batch = RandomModels.batch(SHAPE, 4, 20, 1);
        EngineOptions options = EngineOptions.of(2, 4, 0);
        try (EngineSession session = engine.open(state, options); EngineSession other = engine.open(state, options)) {
            failing.set(true);
            assertThatThrownBy(() -> session.train(List.of(batch), SmallModels.step(1e-3))).hasMessage("of this test");
            failing.set(false);
            assertThat(SmallModels.same(session.state().parameters(), state.parameters())).isTrue();
            StepResult expected = other.train(List.of(batch), SmallModels.step(1e-3));
            assertThat(session.train(List.of(batch), SmallModels.step(1e-3))).isEqualTo(expected);
        }
    }

    /** Fails in the backward pass of the worker threads, if told to. */
    private static final class FailingKernels extends PlainKernels {
        private final AtomicBoolean failing;

        FailingKernels(AtomicBoolean failing) {
            this.failing = failing;
        }

        @Override
        public void swiGluBackward(FloatMemory memory, long gateUp, long outGradient, int n) {
            if (failing.get() && Thread.currentThread().getName().startsWith("growth-cpu")) {
                throw new IllegalStateException("of this test");
            }
            super.swiGluBackward(memory, gateUp, outGradient, n);
        }
    }

    private static Needs needs(int sequence, boolean backward) {
        return Needs.of(SHAPE, View.full().withSequence(sequence), EngineOptions.of(2, 4, 0), 0, backward);
    }

    @Test
    void memoryIsWhatASessionTakes() {
        EngineOptions options = EngineOptions.of(2, 4, 0);
        CpuEngine engine = new CpuEngine();
        try (Workspace workspace = new Workspace(2)) {
            workspace.model(SHAPE);
            workspace.activations(needs(150, true));
            long parameters = SHAPE.parameterCount();
            assertThat(engine.memory(SHAPE, View.full(), options, 1)).isEqualTo(
                    Float.BYTES * (4 * parameters + workspace.memory().length()));
        }
        assertThat(engine.memory(SHAPE, View.full().withSequence(75), options, 1)).isLessThan(
                engine.memory(SHAPE, View.full(), options, 1));
    }

    @Test
    void memoryOfPooledSequencesDependsOnWhatIsScored() {
        ModelShape bert = ModelShape.builder(Family.BERT).layers(2).hidden(16).heads(2).intermediate(32).vocabulary(31).context(64).build();
        View pooled = View.full().withPooling(new View.Pooling(View.Pooling.Kind.MEAN, 4));
        EngineOptions options = EngineOptions.of(2, 4, 0);
        CpuEngine engine = new CpuEngine();
        assertThat(engine.memory(bert, pooled, options, 0.5)).isGreaterThan(engine.memory(bert, pooled, options, 0.15));
        assertThat(engine.memory(bert, View.full(), options, 0.5)).isEqualTo(engine.memory(bert, View.full(), options, 0.15));
    }

    @Test
    void computingAgainTakesLessMemory() {
        CpuEngine engine = new CpuEngine();
        ModelShape shape = SmallShapes.of(Family.GPT2).toBuilder().layers(12).context(100).build();
        EngineOptions options = EngineOptions.of(2, 8, 0);
        long all = engine.memory(shape, View.full(), options, 1);
        long attention = engine.memory(shape, View.full(), options.withRecompute(Recompute.ATTENTION), 1);
        long block = engine.memory(shape, View.full(), options.withRecompute(Recompute.BLOCK), 1);
        assertThat(attention).isLessThan((long) (0.75 * all));
        assertThat(block).isLessThan((long) (0.4 * all));
    }

    @Test
    void theWorkspaceIsReusedWhereItIsLargeEnough() {
        try (Workspace workspace = new Workspace(2)) {
            workspace.model(SHAPE);
            Activations full = workspace.activations(needs(150, true));
            FloatMemory memory = workspace.memory();
            INDArray view = memory.view(0, 1);
            assertThat(workspace.activations(needs(150, true))).isSameAs(full);
            assertThat(workspace.activations(needs(75, true)).length()).isLessThan(full.length());
            assertThat(workspace.activations(needs(150, false)).length()).isLessThan(full.length());
            assertThat(workspace.memory()).isSameAs(memory);
            ModelShape deeper = SHAPE.toBuilder().layers(3).build();
            workspace.model(deeper);
            Needs more = Needs.of(deeper, View.full(), EngineOptions.of(2, 4, 0), 0, true);
            assertThat(workspace.activations(more).length()).isGreaterThan(full.length());
            assertThat(workspace.memory()).isNotSameAs(memory);
            assertThat(view.data().wasClosed()).isTrue();
        }
    }

    @Test
    void theMachineCanBeMeasuredAndDescribed() {
        CpuEngine engine = new CpuEngine();
        assertThat(engine.defaultWorkers()).isEqualTo(Runtime.getRuntime().availableProcessors());
        engine.warmUp();
        engine.warmUp();
        Engine.Peak peak = engine.peak(1);
        assertThat(peak.flops()).isGreaterThan(1e8);
        assertThat(peak.trainingFlops()).isBetween(0.7 * peak.flops(), 0.8 * peak.flops());
        assertThat(engine.description()).containsKeys("blas", "blas kernels", "cores", "row kernels");
        assertThat(engine.description().get("blas")).matches("OpenBLAS \\d.*");
        // which kernels depends on the machine and its environment; where a variable forces them, OpenBLAS says that it obeys
        assertThat(engine.description(Placement.AUTO).get("blas kernels")).matches("\\w+").satisfies(kernels ->
                assertThat(Optional.ofNullable(System.getenv("OPENBLAS_CORETYPE")).orElse(kernels)).isEqualToIgnoringCase(kernels));
        assertThat(engine.surroundings(Placement.AUTO).facts()).containsKeys("vectors", "bf16");
        // it is measured when it is compiled, for which a busy machine may need longer than one call waits
        OptionalDouble registers = IntStream.range(0, 5).mapToObj(i -> engine.registerPeak(1, Placement.AUTO))
                .filter(OptionalDouble::isPresent).findFirst().orElseThrow();
        assertThat(registers.getAsDouble()).isGreaterThan(1e9);
    }

    @Test
    void workersEndWithTheirSession() {
        long before = workers();
        EngineSession session = new CpuEngine().open(RandomModels.model(SHAPE, 1), EngineOptions.of(3, 1, 0));
        assertThat(workers() - before).isEqualTo(2);
        session.close();
        assertThat(workers()).isEqualTo(before);
    }

    private static long workers() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().startsWith("growth-cpu")).count();
    }
}
