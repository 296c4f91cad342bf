package growth.ops.stacking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the optimizer remembers along learned maps and mixed layers, against loops in plain Java. */
class LearnedMomentsTest {
    private static final int STEPS = 10;
    private final Random random = new Random(5);
    private final ModelShape from = Trials.llama(4, 2, false);
    private final ModelShape to = from.toBuilder().hidden(12).heads(6).kvHeads(3).intermediate(9).layers(5).build();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RESET")
    void layersNeuronsAndStreamAreMixedAsTheMapsSay(OptimizerStatePolicy policy) {
        Map<String, INDArray> maps = noisy(LearnedMaps.initial(from, to, DataType.DOUBLE, 1));
        Map<String, OptimizerState> old = states(from);
        Map<String, OptimizerState> grown = optimizer(from, to, maps, old, policy);
        double[][] depth = rows(maps, "depth of down weight", policy, from.layers());
        double[][] hidden = rows(maps, "hidden", policy, from.hidden());
        double[][] neurons = rows(maps, "intermediate", policy, from.intermediate());
        for (int layer = 0; layer < to.layers(); layer++) {
            OptimizerState state = grown.get(down(layer));
            if (policy == OptimizerStatePolicy.ASYMMETRIC && layer >= from.layers()) {
                assertThat(state).isNull();
                continue;
            }
            double[] first = Trials.values(state.slots().get(Slot.FIRST_MOMENT));
            double[] second = Trials.values(state.slots().get(Slot.SECOND_MOMENT));
            double[] born = state.born().map(Trials::values).orElse(new double[first.length]);
            for (int o = 0; o < to.hidden(); o++) {
                for (int i = 0; i < to.intermediate(); i++) {
                    double m = 0;
                    double root = 0;
                    for (int l = 0; l < from.layers(); l++) {
                        double[][] ms = old.get(down(l)).slots().get(Slot.FIRST_MOMENT).toDoubleMatrix();
                        double[][] vs = old.get(down(l)).slots().get(Slot.SECOND_MOMENT).toDoubleMatrix();
                        for (int a = 0; a < from.hidden(); a++) {
                            for (int b = 0; b < from.intermediate(); b++) {
                                double coefficient = depth[layer][l] * hidden[o][a] * neurons[i][b];
                                m += coefficient * ms[a][b];
                                root += Math.abs(coefficient) * Math.sqrt(vs[a][b]);
                            }
                        }
                    }
                    int entry = o * to.intermediate() + i;
                    assertThat(first[entry]).isCloseTo(m, within(1e-12));
                    assertThat(second[entry]).isCloseTo(root * root, within(1e-11));
                    boolean fresh = policy == OptimizerStatePolicy.ASYMMETRIC && (o >= from.hidden() || i >= from.intermediate());
                    assertThat(born[entry]).isEqualTo(fresh ? STEPS : 0);
                }
            }
        }
    }

    /** Under CARRY and ASYMMETRIC rows are divided by their sums, under ASYMMETRIC those beyond the old size are empty. */
    private static double[][] rows(Map<String, INDArray> maps, String name, OptimizerStatePolicy policy, int kept) {
        double[][] rows = maps.get(name).toDoubleMatrix();
        for (int i = 0; i < rows.length && policy != OptimizerStatePolicy.SCALED; i++) {
            double sum = 0;
            for (double a : rows[i]) {
                sum += Math.abs(a);
            }
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = policy == OptimizerStatePolicy.ASYMMETRIC && i >= kept ? 0 : rows[i][j] / sum;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void noStepIsLongerThanTheLongestOfTheSourcesInEveryFamily(Family family) {
        ModelShape small = SmallShapes.of(family);
        ModelShape large = small.toBuilder().hidden(12).heads(family == Family.LLAMA ? 6 : 3).kvHeads(3).intermediate(7).layers(4).build();
        Map<String, INDArray> maps = noisy(LearnedMaps.initial(small, large, DataType.DOUBLE, 1));
        for (OptimizerStatePolicy policy : OptimizerStatePolicy.values()) {
            Map<String, OptimizerState> old = states(small);
            Map<String, OptimizerState> grown = optimizer(small, large, maps, old, policy);
            double longest = old.values().stream().mapToDouble(LearnedMomentsTest::longest).max().orElseThrow();
            assertThat(grown.isEmpty()).isEqualTo(policy == OptimizerStatePolicy.RESET);
            Map<String, INDArray> parameters = RandomModels.model(large, 3).parameters();
            grown.forEach((name, state) -> {
                assertThat(longest(state)).as(name).isPositive().isLessThanOrEqualTo(longest * (1 + 1e-12));
                state.slots().values().forEach(slot -> assertThat(slot.shape()).isEqualTo(parameters.get(name).shape()));
            });
            if (policy == OptimizerStatePolicy.CARRY || policy == OptimizerStatePolicy.SCALED) {
                assertThat(grown.keySet()).isEqualTo(parameters.keySet());
            }
        }
    }

    private static double longest(OptimizerState state) {
        double[] m = Trials.values(state.slots().get(Slot.FIRST_MOMENT));
        double[] v = Trials.values(state.slots().get(Slot.SECOND_MOMENT));
        double longest = 0;
        for (int i = 0; i < m.length; i++) {
            longest = Math.max(longest, m[i] == 0 ? 0 : Math.abs(m[i]) / Math.sqrt(v[i]));
        }
        return longest;
    }

    private static Map<String, OptimizerState> optimizer(ModelShape from, ModelShape to, Map<String, INDArray> maps,
            Map<String, OptimizerState> old, OptimizerStatePolicy policy) {
        Map<String, OptimizerState> grown = new LinkedHashMap<>();
        if (policy == OptimizerStatePolicy.RESET) {
            return grown;
        }
        LearnedGrowth.types(from, to).forEach(type -> LearnedMoments.of(type, old).grow(maps, to, policy, grown));
        return grown;
    }

    @Test
    void layersOfOtherAgesKeepThemUnlessTheyAreMixed() {
        Map<String, OptimizerState> old = states(from);
        OptimizerState trained = old.get(down(1));
        old.put(down(1), new OptimizerState(4, trained.slots(), Optional.empty()));
        old.remove("model.norm.weight");
        ModelShape wider = from.toBuilder().intermediate(9).build();
        Map<String, OptimizerState> grown = optimizer(from, wider, LearnedMaps.initial(from, wider, DataType.DOUBLE, 1), old,
                OptimizerStatePolicy.CARRY);
        assertThat(grown.get(down(0)).steps()).isEqualTo(STEPS);
        assertThat(grown.get(down(1)).steps()).isEqualTo(4);
        assertThat(grown.get(down(1)).born()).isEmpty();
        assertThat(grown).doesNotContainKey("model.norm.weight").containsKey("model.embed_tokens.weight");

        ModelShape deeper = from.toBuilder().layers(3).build();
        Map<String, INDArray> maps = LearnedMaps.initial(from, deeper, DataType.DOUBLE, 1);
        maps.put("depth of down weight", Nd4j.createFromArray(new double[][] {{3, -1}, {1, -3}, {0, 0}}));
        Map<String, OptimizerState> mixed = optimizer(from, deeper, maps, old, OptimizerStatePolicy.SCALED);
        assertThat(mixed.get(down(0)).steps()).isEqualTo(STEPS);
        assertThat(mixed.get(down(1)).steps()).isEqualTo(4);
        assertThat(mixed).doesNotContainKey(down(2)).containsKey("model.layers.2.mlp.up_proj.weight");
    }

    @Test
    void layersThatWereNeverTrainedAddNothing() {
        Map<String, OptimizerState> old = states(from);
        OptimizerState muon = new OptimizerState(STEPS, Map.of(Slot.MOMENTUM, old.get(down(0)).slots().get(Slot.FIRST_MOMENT)),
                Optional.empty());
        old.put(down(0), muon);
        old.remove(down(1));
        ModelShape deeper = from.toBuilder().layers(3).build();
        Map<String, INDArray> maps = LearnedMaps.initial(from, deeper, DataType.DOUBLE, 1);
        maps.put("depth of down weight", Nd4j.createFromArray(new double[][] {{-2, 1}, {1, 3}, {1, 0}}));
        Map<String, OptimizerState> grown = optimizer(from, deeper, maps, old, OptimizerStatePolicy.SCALED);
        double[] momentum = Trials.values(muon.slots().get(Slot.MOMENTUM));
        double[] flipped = Trials.values(grown.get(down(0)).slots().get(Slot.MOMENTUM));
        assertThat(grown.get(down(0)).slots()).containsOnlyKeys(Slot.MOMENTUM);
        for (int i = 0; i < momentum.length; i++) {
            assertThat(flipped[i]).isEqualTo(-2 * momentum[i]);
        }
        assertThat(grown).as("three quarters of it were never trained").doesNotContainKey(down(1)).containsKey(down(2));
    }

    @ParameterizedTest
    @EnumSource
    void theOperatorFollowsThePolicy(OptimizerStatePolicy policy) {
        LearnedOperator learned = new LearnedOperator();
        ModelState small = new ModelState(from, RandomModels.model(from, 3).parameters(), states(from), Map.of(),
                Gates.none()).map(a -> a.castTo(DataType.FLOAT));
        GrowthRequest request = Trials.with(Trials.request(learned, from, to, new OptionValues().with("steps", 2L)), policy);
        ModelState grown = Grown.of(learned, small, request, context()).state();
        assertThat(grown.optimizer().isEmpty()).isEqualTo(policy == OptimizerStatePolicy.RESET);
        assertThat(grown.optimizer().containsKey(down(1))).isEqualTo(policy != OptimizerStatePolicy.RESET);
        assertThat(grown.optimizer().containsKey(down(2)))
                .isEqualTo(policy == OptimizerStatePolicy.CARRY || policy == OptimizerStatePolicy.SCALED);
        grown.arrays().forEach(array -> {
            assertThat(array.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(Trials.values(array)).doesNotContain(Double.NaN);
        });
        grown.optimizer().values().forEach(state -> assertThat(state.steps()).isEqualTo(STEPS));
    }

    /** Gradients that are the parameters. */
    private static GrowthContext context() {
        return new GrowthContext() {
            @Override
            public Gradients gradients(ModelState parameters) {
                Map<String, INDArray> gradients = new LinkedHashMap<>();
                parameters.parameters().forEach((name, value) -> gradients.put(name, value.dup()));
                return new Gradients(1, gradients);
            }

            @Override
            public void log(String line) {
                assertThat(line).isNotBlank();
            }
        };
    }

    private static String down(int layer) {
        return "model.layers." + layer + ".mlp.down_proj.weight";
    }

    private Map<String, INDArray> noisy(Map<String, INDArray> maps) {
        Map<String, INDArray> noisy = new LinkedHashMap<>();
        maps.forEach((name, map) -> noisy.put(name, map.add(array(map.shape(), -0.5, 0.5))));
        return noisy;
    }

    private Map<String, OptimizerState> states(ModelShape shape) {
        Map<String, OptimizerState> states = new LinkedHashMap<>();
        RandomModels.model(shape, 3).parameters().forEach((name, value) -> states.put(name, new OptimizerState(STEPS,
                Map.of(Slot.FIRST_MOMENT, array(value.shape(), -1, 1), Slot.SECOND_MOMENT, array(value.shape(), 0.1, 1)),
                Optional.empty())));
        return states;
    }

    private INDArray array(long[] shape, double least, double most) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        return Nd4j.createFromArray(random.doubles(size, least, most).toArray()).reshape('c', shape);
    }
}
