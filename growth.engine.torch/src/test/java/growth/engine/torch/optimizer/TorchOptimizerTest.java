package growth.engine.torch.optimizer;

import static growth.engine.conformance.SmallModels.ADAMW;
import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.data.Batch;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.engine.common.memory.FlatMemory;
import growth.engine.conformance.Numbers;
import growth.engine.conformance.SmallModels;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.TestTorch;
import growth.engine.torch.kernels.CpuKernels;
import growth.engine.torch.kernels.FlatAdamW;
import growth.engine.torch.memory.FlatTensors;
import growth.reference.RandomModels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The optimizer against that of the cpu engine on the same gradients, and against formulas in double precision. */
class TorchOptimizerTest {
    private static final OptimizerSettings MUON = ADAMW.withKind(OptimizerSettings.MUON);
    private static final String UP = "model.layers.0.mlp.up_proj.weight";
    private static final double ROUNDING = 2e-6;
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
    }

    @AfterEach
    void close() {
        if (aten != null) {
            assertThat(aten.live()).isZero();
            aten.close();
        }
    }

    private SameGradients pair(ModelState state) {
        return new SameGradients(aten, FlatTensors.shared(aten), state, Map.of());
    }

    private static Batch batch(ModelState state, int seed) {
        return RandomModels.any(state.shape(), 4, seed);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void adamWIsThatOfTheCpuEngine(Family family) {
        ModelState state = model(family);
        for (FlatMemory.Source<FlatTensors> source : List.of(FlatTensors.shared(aten), FlatTensors.mirrored(aten))) {
            try (SameGradients both = new SameGradients(aten, source, state, Map.of("slow", 0.99, "fast", 0.5))) {
                for (int step = 0; step < 4; step++) {
                    OptimizerSettings settings = step % 2 == 0 ? ADAMW : ADAMW.withClip(0.01);
                    both.step(batch(state, step), TrainOptions.of(0.01 / (step + 1), settings));
                    both.requireSame(ROUNDING);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void ourKernelIsTheCpuEngines(Family family) {
        FlatAdamW kernel = new FlatAdamW(aten, CpuKernels.of(true).module(), 0);
        Trainable some = new Trainable(false, Optional.of(List.of(1)), true);
        for (ModelState state : family == Family.LLAMA ? List.of(model(family), aged(model(family), 40)) : List.of(model(family))) {
            try (SameGradients both = new SameGradients(aten, FlatTensors.mirrored(aten), state, Map.of("slow", 0.9)).by(kernel)) {
                both.step(batch(state, 0), TrainOptions.of(0.01, ADAMW));
                both.step(batch(state, 1), TrainOptions.of(0.005, ADAMW.withClip(0.01)).withTrainable(some));
                both.step(batch(state, 2), TrainOptions.of(0.01, ADAMW));
                both.requireSame(ROUNDING);
            }
        }
        try (SameGradients both = pair(model(family)).by(kernel)) {
            both.step(batch(model(family), 0), TrainOptions.of(0.01, MUON));
            both.requireSame(1e-5);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void muonIsThatOfTheCpuEngine(Family family) {
        ModelState state = model(family);
        try (SameGradients both = new SameGradients(aten, FlatTensors.mirrored(aten), state, Map.of("slow", 0.99))) {
            for (int step = 0; step < 3; step++) {
                both.step(batch(state, step), TrainOptions.of(0.01, step == 1 ? MUON.withClip(0.01) : MUON));
            }
            both.requireSame(1e-5);
            assertThat(both.model().state().optimizer().values().stream().filter(s -> s.slots().keySet().equals(Set.of(Slot.MOMENTUM))))
                    .isNotEmpty();
        }
    }

    @Test
    void frozenTensorsStayAndAveragesFollowThem() {
        ModelState state = model(Family.GPT2);
        Trainable some = new Trainable(false, Optional.of(List.of(1)), true);
        for (OptimizerSettings settings : List.of(ADAMW, MUON)) {
            try (SameGradients both = new SameGradients(aten, FlatTensors.shared(aten), state, Map.of("slow", 0.9))) {
                both.step(batch(state, 0), TrainOptions.of(0.01, settings));
                ModelState before = both.model().state().copy();
                both.step(batch(state, 1), TrainOptions.of(0.01, settings).withTrainable(some));
                both.step(batch(state, 2), TrainOptions.of(0.01, settings).withView(new View(Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.of(List.of(1)))));
                both.requireSame(1e-5);
                ModelState after = both.model().state();
                String frozen = "transformer.h.0.mlp.c_fc.weight";
                assertThat(SmallModels.same(after.parameters().get(frozen), before.parameters().get(frozen))).isTrue();
                assertThat(after.optimizer().get(frozen).steps()).isEqualTo(1);
                assertThat(SmallModels.same(after.averages().get("slow").get(frozen), before.averages().get("slow").get(frozen))).isFalse();
            }
        }
    }

    @Test
    void anotherKindOfOptimizerStartsAfresh() {
        ModelState state = model(Family.LLAMA);
        for (FlatMemory.Source<FlatTensors> source : List.of(FlatTensors.shared(aten), FlatTensors.mirrored(aten))) {
            try (SameGradients both = new SameGradients(aten, source, state, Map.of())) {
                int step = 0;
                for (OptimizerSettings settings : List.of(ADAMW, MUON, MUON, ADAMW, ADAMW)) {
                    both.step(batch(state, step++), TrainOptions.of(0.01, settings));
                    both.requireSame(1e-5);
                }
                assertThat(both.model().state().optimizer().get(UP).steps()).isEqualTo(2);
            }
        }
    }

    @Test
    void entriesOfDifferentAgeAreCorrectedEachForItself() {
        ModelState state = aged(model(Family.LLAMA), 40);
        try (SameGradients both = pair(state)) {
            for (int step = 0; step < 3; step++) {
                both.step(batch(state, step), TrainOptions.of(0.01, ADAMW.withClip(0.5)));
                both.requireSame(ROUNDING);
            }
            assertThat(both.model().state().optimizer().get(UP).born()).isPresent();
        }
    }

    /** Returns a state in which a tensor has seen that many steps, and its entries some of them: all, half, or none. */
    private static ModelState aged(ModelState state, int steps) {
        INDArray value = state.parameters().get(UP);
        Random random = new Random(1);
        INDArray m = Nd4j.zeros(value.shape());
        INDArray v = Nd4j.zeros(value.shape());
        INDArray born = Nd4j.zeros(value.shape());
        for (long i = 0; i < value.length(); i++) {
            int age = random.nextInt(3);
            born.putScalar(i, age * (steps / 2));
            m.putScalar(i, age == 2 ? 0 : 0.01 * random.nextGaussian());
            v.putScalar(i, age == 2 ? 0 : 1e-4 * random.nextDouble());
        }
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        states.put(UP, new OptimizerState(steps, Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, v), Optional.of(born)));
        return new ModelState(state.shape(), state.parameters(), states, Map.of(), state.gates());
    }

    /** The step with births in double precision, from the formula alone. */
    @Test
    void anAgedStepIsThatOfTheFormula() {
        ModelState state = aged(model(Family.LLAMA), 40);
        double rate = 0.02;
        OptimizerSettings settings = OptimizerSettings.adamw(0.9, 0.999, 1e-6, 0.1);
        try (SameGradients both = pair(state)) {
            double[] g = Numbers.doubles(both.cpu().gradients(batch(state, 5), View.full()).values().get(UP));
            double[] theta = Numbers.doubles(state.parameters().get(UP));
            double[] m = Numbers.doubles(state.optimizer().get(UP).slots().get(Slot.FIRST_MOMENT));
            double[] v = Numbers.doubles(state.optimizer().get(UP).slots().get(Slot.SECOND_MOMENT));
            double[] born = Numbers.doubles(state.optimizer().get(UP).born().orElseThrow());
            both.step(batch(state, 5), TrainOptions.of(rate, settings));
            for (int i = 0; i < theta.length; i++) {
                double age = 41 - born[i];
                double first = 0.9 * m[i] + 0.1 * g[i];
                double second = 0.999 * v[i] + 0.001 * g[i] * g[i];
                double step = first / (1 - Math.pow(0.9, age)) / (Math.sqrt(second / (1 - Math.pow(0.999, age))) + 1e-6);
                theta[i] -= rate * (0.1 * theta[i] + step);
            }
            double[] actual = Numbers.doubles(both.model().state().parameters().get(UP));
            assertThat(Numbers.largestDifference(actual, theta)).isLessThan(2e-7);
        }
    }

    @Test
    void birthsThatMakeNoDifferenceAnyMoreAreForgotten() {
        ModelState young = aged(model(Family.LLAMA), 100);
        // with β₂ = 0.95 the correction of an entry rounds to 1 after 338 steps; the youngest was born at 680
        ModelState old = aged(model(Family.LLAMA), 680);
        OptimizerState up = old.optimizer().get(UP);
        Map<String, OptimizerState> later = Map.of(UP, new OptimizerState(680 + 337, up.slots(), up.born()));
        for (ModelState state : List.of(young, new ModelState(old.shape(), old.parameters(), later, Map.of(), old.gates()))) {
            try (SameGradients both = pair(state)) {
                both.step(batch(state, 0), TrainOptions.of(0.01, ADAMW));
                both.requireSame(ROUNDING);
                assertThat(both.model().state().optimizer().get(UP).born().isPresent()).isEqualTo(state == young);
            }
        }
    }

    @Test
    void aStepThatIsNotFiniteIsSeenBeforeAnythingIsWritten() {
        ModelState state = model(Family.LLAMA);
        TrainOptions options = TrainOptions.of(0.01, ADAMW);
        try (SameGradients both = new SameGradients(aten, FlatTensors.shared(aten), state, Map.of("slow", 0.9))) {
            both.step(batch(state, 0), options);
            ModelState before = both.model().state().copy();
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                both.model().gradients().clear(0, both.model().layout().length());
                both.model().layout().view(both.model().gradients(), "model.norm.weight").putScalar(1, bad);
                assertThat(Double.isFinite(both.measure(options, 10).norm())).isFalse();
                // what does not learn is not measured
                Trainable rest = new Trainable(true, Optional.of(List.of(0)), false);
                assertThat(both.measure(options.withTrainable(rest), 10).norm()).isZero();
            }
            both.model().gradients().clear(0, both.model().layout().length());
            assertThat(both.measure(options, Double.NaN).losses()).isNaN();
            SameGradients.requireSame(both.model().state(), before, 1e-30);
        }
    }

    @Test
    void theNormIsThatOfWhatLearns() {
        ModelState state = model(SmallModels.WORDY);
        Trainable head = new Trainable(false, Optional.of(List.of()), true);
        try (SameGradients both = pair(state)) {
            Random random = new Random(3);
            double all = 0;
            double learning = 0;
            for (var place : both.model().layout().places().values()) {
                INDArray view = both.model().layout().view(both.model().gradients(), place.spec().name());
                for (long i = 0; i < view.length(); i++) {
                    float g = (float) (random.nextGaussian() * Math.exp(4 * random.nextGaussian()));
                    view.putScalar(i, g);
                    all += (double) g * g;
                    learning += head.trains(place.spec()) ? (double) g * g : 0;
                }
            }
            TrainOptions options = TrainOptions.of(0.01, ADAMW);
            assertThat(both.measure(options, 0).norm()).isCloseTo(Math.sqrt(all), within(1e-6 * Math.sqrt(all)));
            assertThat(both.measure(options.withTrainable(head), 0).norm()).isPositive()
                    .isCloseTo(Math.sqrt(learning), within(1e-6 * Math.sqrt(learning)));
        }
    }

    @Test
    void statesGoFromOneEngineToTheOther() {
        ModelState start = aged(model(Family.LLAMA), 40);
        try (SameGradients first = pair(start)) {
            first.step(batch(start, 0), TrainOptions.of(0.01, MUON));
            first.step(batch(start, 1), TrainOptions.of(0.01, ADAMW));
            ModelState ofTorch = first.model().state().copy();
            // the cpu session takes over what libtorch computed, and the other way round, to the last bit
            first.cpu().load(ofTorch);
            SameGradients.requireSame(first.cpu().state(), ofTorch, 1e-30);
            try (SameGradients second = new SameGradients(aten, FlatTensors.mirrored(aten), first.cpu().state(), Map.of())) {
                SameGradients.requireSame(second.model().state(), ofTorch, 1e-30);
                second.step(batch(start, 2), TrainOptions.of(0.01, ADAMW));
                second.requireSame(ROUNDING);
            }
        }
    }

    @Test
    void theSameStepHasTheSameBits() {
        ModelState state = aged(model(Family.LLAMA), 40);
        for (OptimizerSettings settings : List.of(ADAMW, MUON)) {
            try (SameGradients one = pair(state);
                    SameGradients other = new SameGradients(aten, FlatTensors.mirrored(aten), state, Map.of())) {
                for (int step = 0; step < 2; step++) {
                    one.step(batch(state, step), TrainOptions.of(0.01, settings));
                    other.step(batch(state, step), TrainOptions.of(0.01, settings));
                }
                SameGradients.requireSame(one.model().state(), other.model().state(), 1e-30);
            }
        }
    }

    @Test
    void modelsGiveTheirMemoryBack() {
        ModelState state = model(SmallModels.WORDY);
        Batch batch = batch(state, 0);
        long before = 0;
        for (int i = 0; i < 17; i++) {
            before = i == 5 ? nativeBytes() : before;
            for (FlatMemory.Source<FlatTensors> source : List.of(FlatTensors.shared(aten), FlatTensors.mirrored(aten))) {
                try (SameGradients both = new SameGradients(aten, source, state, Map.of("slow", 0.9))) {
                    both.step(batch, TrainOptions.of(0.01, ADAMW));
                    both.model().state();
                }
                assertThat(aten.live()).isZero();
            }
        }
        // five memories of 1.3 MB and as many mirrors each; without closing anything 240 MB would have come together
        assertThat(nativeBytes() - before).isLessThan(100L << 20);
    }

    /** Returns the memory of this process without Java's heap. */
    private static long nativeBytes() {
        System.gc();
        return Pointer.physicalBytes() - Runtime.getRuntime().totalMemory();
    }
}
