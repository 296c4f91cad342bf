package growth.engine.conformance;

import static growth.engine.conformance.Numbers.values;
import static growth.engine.conformance.SmallModels.model;
import static org.assertj.core.api.Assertions.assertThat;

import growth.api.algebra.GrownArrays;
import growth.api.algebra.NextLayerRows;
import growth.api.algebra.PairedNoise;
import growth.api.algebra.StateGrowth;
import growth.api.algebra.TensorStep;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Muon, averages, blocks that do not run, and growths in place. */
abstract class OptimizersTests extends EngineTests {
    private static final OptimizerSettings MUON = SmallModels.ADAMW.withKind(OptimizerSettings.MUON);

    OptimizersTests(EngineConformance suite) {
        super(suite);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void muonMovesMatricesByTheirOrthogonalMomentum(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        double rate = 0.01;
        try (EngineSession session = open(state, 2, 4)) {
            Map<String, double[]> momenta = new LinkedHashMap<>();
            for (int step = 0; step < 3; step++) {
                Map<String, double[]> before = values(session.state().parameters());
                Map<String, double[]> gradients = values(session.gradients(batch, View.full()).values());
                session.train(List.of(batch), TrainOptions.of(rate, MUON));
                Map<String, double[]> after = values(session.state().parameters());
                for (ParameterSpec spec : ParameterLayout.of(state.shape()).parameters()) {
                    if (spec.kind() == ParameterSpec.Kind.WEIGHT && spec.layer() != ParameterSpec.NO_LAYER) {
                        long[] size = spec.shape(state.shape());
                        int parts = spec.name().contains("c_attn") ? 3 : 1;
                        double[] momentum = momenta.computeIfAbsent(spec.name(), n -> new double[gradients.get(n).length]);
                        double[] expected = muon(before.get(spec.name()), gradients.get(spec.name()), momentum, (int) size[0],
                                (int) size[1], parts, rate);
                        assertThat(Numbers.largestDifference(after.get(spec.name()), expected)).as(spec.name()).isLessThan(2e-5);
                    }
                }
            }
            session.state().optimizer().forEach((name, remembered) -> {
                boolean matrix = momenta.containsKey(name);
                assertThat(remembered.slots().keySet()).as(name)
                        .isEqualTo(matrix ? Set.of(Slot.MOMENTUM) : Set.of(Slot.FIRST_MOMENT, Slot.SECOND_MOMENT));
                if (matrix) {
                    double[] kept = Numbers.doubles(remembered.slots().get(Slot.MOMENTUM));
                    assertThat(Numbers.relativeError(kept, momenta.get(name))).isLessThan(1e-4);
                }
            });
        }
    }

    /** The step in double precision, on each of the parts that lie side by side in a matrix. */
    private static double[] muon(double[] parameter, double[] gradient, double[] momentum, int m, int columns, int parts, double rate) {
        int n = columns / parts;
        double mu = MUON.momentum();
        INDArray result = Nd4j.createFromArray(parameter).reshape(m, columns).muli(1 - rate * MUON.weightDecay());
        for (int at = 0; at < momentum.length; at++) {
            momentum[at] = mu * momentum[at] + (1 - mu) * gradient[at];
        }
        INDArray ahead = Nd4j.createFromArray(gradient).muli(1 - mu).addi(Nd4j.createFromArray(momentum).muli(mu)).reshape(m, columns);
        for (int part = 0; part < parts; part++) {
            INDArrayIndex within = NDArrayIndex.interval((long) part * n, (part + 1L) * n);
            INDArray x = ahead.get(NDArrayIndex.all(), within).dup();
            x.divi(x.norm2Number().doubleValue() + 1e-7);
            for (int iteration = 0; iteration < 5; iteration++) {
                INDArray a = x.mmul(x.transpose());
                x = x.mul(3.4445).addi(a.mul(-4.7750).addi(a.mmul(a).muli(2.0315)).mmul(x));
            }
            result.get(NDArrayIndex.all(), within).subi(x.mul(rate * 0.2 * Math.sqrt(Math.max(m, n))));
        }
        return Numbers.doubles(result);
    }

    @Test
    void muonDoesNotDependOnTheWorkers() {
        ModelState state = model(Family.GPT2);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        List<Map<String, double[]>> results = new ArrayList<>();
        for (int workers : new int[] {1, 3}) {
            try (EngineSession session = open(state, workers, 4)) {
                session.train(List.of(batch), TrainOptions.of(0.01, MUON));
                results.add(values(session.state().parameters()));
            }
        }
        // AdamW's first step on what is 0 but for rounding (biases of keys) is as large as any other, and its sign is chance
        results.get(0).forEach((name, value) -> {
            if (name.endsWith(".weight")) {
                assertThat(Numbers.largestDifference(value, results.get(1).get(name))).as(name).isLessThan(1e-5);
            }
        });
    }

    @Test
    void anotherOptimizerStartsAfresh() {
        ModelState state = model(Family.LLAMA);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        String up = "model.layers.0.mlp.up_proj.weight";
        try (EngineSession session = open(state, 2, 4)) {
            session.train(List.of(batch), TrainOptions.of(0.01, MUON));
            ModelState saved = session.state().copy();
            session.load(saved);
            session.train(List.of(batch), TrainOptions.of(0.01, MUON));
            assertThat(session.state().optimizer().get(up).steps()).isEqualTo(2);
            session.train(List.of(batch), SmallModels.step(0.01));
            assertThat(session.state().optimizer().get(up).steps()).isEqualTo(1);
            assertThat(session.state().optimizer().get(up).slots()).containsOnlyKeys(Slot.FIRST_MOMENT, Slot.SECOND_MOMENT);
            assertThat(session.state().optimizer().get("model.norm.weight").steps()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void averagesFollowTheParameters(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        Map<String, Double> decays = Map.of("0.9", 0.9, "0.5", 0.5);
        for (OptimizerSettings optimizer : List.of(SmallModels.ADAMW, MUON)) {
            EngineOptions options = EngineOptions.of(2, 4, 0).withAverages(decays);
            Map<String, Map<String, double[]>> expected = new LinkedHashMap<>();
            decays.keySet().forEach(name -> expected.put(name, values(state.parameters())));
            try (EngineSession session = engine().open(state, options)) {
                for (int step = 0; step < 3; step++) {
                    // the last step leaves a block out, whose average goes on following
                    View view = step == 2 ? View.full().withLayers(List.of(1)) : View.full();
                    session.train(List.of(batch), TrainOptions.of(0.01, optimizer).withView(view));
                    Map<String, double[]> now = values(session.state().parameters());
                    decays.forEach((name, decay) -> expected.get(name).forEach((parameter, average) -> {
                        for (int i = 0; i < average.length; i++) {
                            average[i] = decay * average[i] + (1 - decay) * now.get(parameter)[i];
                        }
                    }));
                }
                ModelState average = ModelState.of(state.shape(), session.state().averages().get("0.5")).copy();
                double loss = session.evaluate("0.5", batch, View.full()).loss();
                assertThat(loss).isNotEqualTo(session.evaluate(batch, View.full()).loss());
                try (EngineSession there = open(average, 2, 4)) {
                    assertThat(loss).isEqualTo(there.evaluate(batch, View.full()).loss());
                }
                session.adopt(session.state().copy());
                expected.forEach((name, values) -> values.forEach((parameter, value) -> assertThat(Numbers.largestDifference(
                        Numbers.doubles(session.state().averages().get(name).get(parameter)), value)).as(parameter).isLessThan(1e-6)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void blocksThatDoNotRunStayAsTheyAre(Family family) {
        ModelState state = model(family);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        TrainOptions second = TrainOptions.of(0.01, SmallModels.ADAMW).withView(View.full().withLayers(List.of(1)));
        try (EngineSession session = open(state, 2, 4)) {
            session.train(List.of(batch), SmallModels.step(0.01));
            ModelState before = session.state().copy();
            session.train(List.of(batch, batch), second);
            for (ParameterSpec spec : ParameterLayout.of(state.shape()).parameters()) {
                boolean same = SmallModels.same(before.parameters().get(spec.name()), session.state().parameters().get(spec.name()));
                assertThat(same).as(spec.name()).isEqualTo(spec.layer() == 0);
                assertThat(session.state().optimizer().get(spec.name()).steps()).isEqualTo(spec.layer() == 0 ? 1 : 2);
            }
        }
    }

    @Test
    void gradientsElsewhereLeaveTheSessionAlone() {
        ModelState state = model(Family.BERT);
        ModelState elsewhere = SmallModels.floats(RandomModels.model(state.shape(), 2));
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        try (EngineSession session = open(state, 2, 4); EngineSession other = open(elsewhere, 2, 4)) {
            session.train(List.of(batch), SmallModels.step(0.01));
            ModelState before = session.state().copy();
            Map<String, double[]> there = values(session.gradients(elsewhere, batch, View.full()).values());
            Map<String, double[]> expected = values(other.gradients(batch, View.full()).values());
            there.forEach((name, gradient) -> assertThat(gradient).isEqualTo(expected.get(name)));
            assertThat(SmallModels.same(before.parameters(), session.state().parameters())).isTrue();
            assertThat(before.optimizer().get("cls.predictions.bias").steps()).isEqualTo(1);
        }
    }

    @Test
    void anAdoptedStateGivesItsArraysAway() {
        ModelState state = model(Family.GPT2);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        try (EngineSession session = open(state, 2, 4); EngineSession loaded = open(state, 2, 4)) {
            session.train(List.of(batch), SmallModels.step(0.01));
            loaded.train(List.of(batch), SmallModels.step(0.01));
            ModelState grown = session.state().copy();
            loaded.load(grown);
            session.adopt(grown);
            assertThat(grown.arrays()).allMatch(INDArray::wasClosed);
            // a live view is copied, not closed
            session.adopt(session.state());
            double expected = loaded.train(List.of(batch), SmallModels.step(0.01)).loss();
            assertThat(session.train(List.of(batch), SmallModels.step(0.01)).loss()).isEqualTo(expected);
            assertThat(SmallModels.same(session.state().parameters(), loaded.state().parameters())).isTrue();
        }
    }

    /** The steps leave some arrays where they were offered, change others in place, and take others for some. */
    @ParameterizedTest
    @EnumSource(OptimizerStatePolicy.class)
    void whatIsGrownIntoTheSessionsArraysIsWhatIsGrownElsewhere(OptimizerStatePolicy policy) {
        ModelState state = model(Family.GPT2);
        Batch batch = RandomModels.any(state.shape(), 4, 2);
        GrowthPlan plan = GrowthPlan.of(SmallGrowths.map(state.shape()), Preservation.NONE).then(new NextLayerRows())
                .then(new PairedNoise(0.2)).then(new TensorStep.Own((tensor, values) -> values[0] *= 0.5));
        EngineOptions options = EngineOptions.of(2, 4, 0).withAverages(Map.of("0.9", 0.9));
        try (EngineSession session = engine().open(state, options); EngineSession other = engine().open(state, options)) {
            session.train(List.of(batch), SmallModels.step(0.01));
            other.train(List.of(batch), SmallModels.step(0.01));
            other.adopt(StateGrowth.apply(plan, other.state(), policy, 3));
            session.arrays(plan.map().to()).close();
            try (GrownArrays given = session.arrays(plan.map().to())) {
                StateGrowth.apply(plan, session.state(), policy, 4, given);
            }
            // what was offered and not adopted leaves the model as it is
            assertThat(session.shape()).isEqualTo(state.shape());
            try (GrownArrays given = session.arrays(plan.map().to())) {
                session.adopt(StateGrowth.apply(plan, session.state(), policy, 3, given));
            }
            for (int step = 0; step < 2; step++) {
                assertThat(arrays(session)).as("step " + step).isDeepEqualTo(arrays(other));
                double expected = other.train(List.of(batch), SmallModels.step(0.01)).loss();
                assertThat(session.train(List.of(batch), SmallModels.step(0.01)).loss()).isEqualTo(expected);
            }
        }
    }

    /** Returns all of a session's state: parameters, averages, what the optimizer keeps, and when entries were added. */
    private static double[][] arrays(EngineSession session) {
        return session.state().arrays().map(Numbers::doubles).toArray(double[][]::new);
    }

    @Test
    void adoptingNeedsNoSecondNewModel() {
        ModelState small = model(Family.GPT2);
        try (EngineSession session = open(small, 1, 1)) {
            ModelState large = SmallModels.floats(RandomModels.model(
                    SmallShapes.of(Family.GPT2).toBuilder().layers(12).hidden(768).heads(12).headSize(64).intermediate(1024).build(), 1));
            long bytes = 4 * large.shape().parameterCount();
            System.gc();
            long before = Pointer.physicalBytes();
            session.adopt(large);
            long after = Pointer.physicalBytes();
            assertThat(after - before).as("of %d MB", bytes >> 20).isLessThan(bytes / 2);
        }
    }
}
