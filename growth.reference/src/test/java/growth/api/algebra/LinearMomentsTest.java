package growth.api.algebra;

import static growth.api.algebra.Growths.llama;
import static growth.api.algebra.Growths.values;
import static growth.api.algebra.Growths.withGradients;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.model.Axis;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.OptimizerStatePolicy;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.RandomModels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an optimizer remembers along learned maps (growth-methods 1.6), against loops in plain Java and against index maps. */
class LinearMomentsTest {
    private static final String UP = "model.layers.1.mlp.up_proj.weight";
    private static final String DOWN = "model.layers.1.mlp.down_proj.weight";
    private static final int STEPS = 10;
    private final Random random = new Random(7);
    private final ModelShape from = llama().build();

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RESET")
    void aTiledMatrixGivesWhatTheEqualIndexMapGives(OptimizerStatePolicy policy) {
        for (boolean tied : new boolean[] {false, true}) {
            ModelShape small = from.toBuilder().tied(tied).build();
            ModelShape to = small.toBuilder().hidden(16).heads(8).kvHeads(4).intermediate(12).build();
            GrowthMapBuilder copies = GrowthMap.between(small, to);
            GrowthMapBuilder matrices = GrowthMap.between(small, to);
            Map.of(Axis.HIDDEN, 8, Axis.HEADS, 4, Axis.KV_HEADS, 2, Axis.INTERMEDIATE, 6).forEach((axis, size) -> {
                copies.axis(axis, IndexMap.tile(size, 2 * size));
                matrices.axis(axis, Growths.dense(IndexMap.tile(size, 2 * size)));
            });
            ModelState before = aged(withGradients(RandomModels.model(small, 3), STEPS));
            Map<String, OptimizerState> expected = Grown.state(copies.build("copy"), before, policy, 1).optimizer();
            Map<String, OptimizerState> grown = Grown.state(matrices.build("learned"), before, policy, 1).optimizer();
            assertThat(grown.keySet()).isEqualTo(expected.keySet());
            grown.forEach((name, state) -> assertSame(name, state, expected.get(name)));
        }
    }

    private static void assertSame(String name, OptimizerState state, OptimizerState expected) {
        assertThat(state.steps()).isEqualTo(expected.steps());
        assertThat(state.slots().keySet()).isEqualTo(expected.slots().keySet());
        state.slots().forEach((slot, values) -> {
            assertThat(values.shape()).isEqualTo(expected.slots().get(slot).shape());
            assertThat(LogitChange.maxDifference(values(values), values(expected.slots().get(slot)))).as(name + " " + slot)
                    .isLessThan(1e-15);
        });
        double[] born = state.born().map(Growths::values).orElse(new double[values(state.slots().get(Slot.FIRST_MOMENT)).length]);
        assertThat(born).as(name).containsExactly(expected.born().map(Growths::values).orElse(new double[born.length]));
    }

    /** The state with some entries that are younger than others. */
    private static ModelState aged(ModelState state) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>(state.optimizer());
        OptimizerState up = optimizer.get(UP);
        INDArray born = up.slots().get(Slot.FIRST_MOMENT).like().assign(0);
        born.putScalar(3, 4).putScalar(11, 6).putScalar(17, STEPS);
        optimizer.put(UP, new OptimizerState(up.steps(), up.slots(), Optional.of(born)));
        return new ModelState(state.shape(), state.parameters(), optimizer, state.averages(), state.gates());
    }

    /**
     * z = W₂ W₁ x with W₁' = B W₁ and W₂' = W₂ Rᵀ, RᵀB = I: the gradients of the grown one are
     * W₂'ᵀ δ xᵀ and δ (W₁' x)ᵀ.
     */
    @Test
    void betweenLinearLayersScaledMomentsAreTheGradients() {
        double[][] more = random(3, 6);
        double[][] back = random(6, 3);
        double[][] write = new double[9][6];
        double[][] read = new double[9][6];
        for (int j = 0; j < 6; j++) {
            for (int i = 0; i < 9; i++) {
                write[i][j] = i >= 6 ? more[i - 6][j] : i == j ? 1 : 0;
                double corrected = i == j ? 1 : 0;
                for (int k = 0; k < 3 && i < 6; k++) {
                    corrected -= back[j][k] * more[k][i];
                }
                read[i][j] = i >= 6 ? back[j][i - 6] : corrected;
            }
        }
        double[][] first = random(6, 8);
        double[][] second = random(8, 6);
        double[][] x = random(8, 1);
        double[][] delta = random(8, 1);
        double[][] firstGradient = times(times(transposed(second), delta), transposed(x));
        double[][] secondGradient = times(delta, transposed(times(first, x)));
        double[][] grownFirst = times(write, first);
        double[][] grownSecond = times(second, transposed(read));
        assertThat(flat(times(grownSecond, grownFirst))).containsExactly(flat(times(second, first)), within(1e-12));
        Map<String, OptimizerState> grown = grow(write, read, Map.of(UP, firstGradient, DOWN, secondGradient), OptimizerStatePolicy.SCALED);
        assertThat(moment(grown.get(UP), Slot.FIRST_MOMENT)).containsExactly(
                flat(times(times(transposed(grownSecond), delta), transposed(x))), within(1e-12));
        assertThat(moment(grown.get(DOWN), Slot.FIRST_MOMENT)).containsExactly(
                flat(times(delta, transposed(times(grownFirst, x)))), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"SCALED, false, 9", "CARRY, true, 9", "ASYMMETRIC, true, 6"})
    void bothMomentsFollowTheRowsOfTheMatrices(OptimizerStatePolicy policy, boolean normalised, int kept) {
        double[][] write = random(9, 6);
        double[][] read = random(9, 6);
        Arrays.fill(read[4], 0);
        double[][] up = random(6, 8);
        double[][] down = random(8, 6);
        Map<String, OptimizerState> grown = grow(write, read, Map.of(UP, up, DOWN, down), policy);
        double[] upFirst = moment(grown.get(UP), Slot.FIRST_MOMENT);
        double[] upSecond = moment(grown.get(UP), Slot.SECOND_MOMENT);
        double[] upBorn = values(grown.get(UP).born().orElseThrow());
        double[] downFirst = moment(grown.get(DOWN), Slot.FIRST_MOMENT);
        double[] downSecond = moment(grown.get(DOWN), Slot.SECOND_MOMENT);
        double[] downBorn = grown.get(DOWN).born().map(Growths::values).orElse(new double[8 * 9]);
        for (int i = 0; i < 9; i++) {
            for (int h = 0; h < 8; h++) {
                double[] written = new double[2];
                double[] readers = new double[2];
                double writtenSum = 0;
                double readSum = 0;
                for (int j = 0; j < 6; j++) {
                    writtenSum += Math.abs(write[i][j]);
                    readSum += Math.abs(read[i][j]);
                    readers[0] += read[i][j] * up[j][h];
                    readers[1] += Math.abs(read[i][j]) * Math.abs(up[j][h]);
                    written[0] += write[i][j] * down[h][j];
                    written[1] += Math.abs(write[i][j]) * Math.abs(down[h][j]);
                }
                double readFactor = i >= kept || i == 4 ? 0 : normalised ? 1 / readSum : 1;
                double writeFactor = i >= kept ? 0 : normalised ? 1 / writtenSum : 1;
                assertThat(upFirst[i * 8 + h]).isCloseTo(readFactor * readers[0], within(1e-13));
                assertThat(upSecond[i * 8 + h]).isCloseTo(Math.pow(readFactor * readers[1], 2), within(1e-12));
                assertThat(upBorn[i * 8 + h]).isEqualTo(readFactor == 0 ? STEPS : 0);
                assertThat(downFirst[h * 9 + i]).isCloseTo(writeFactor * written[0], within(1e-13));
                assertThat(downSecond[h * 9 + i]).isCloseTo(Math.pow(writeFactor * written[1], 2), within(1e-12));
                assertThat(downBorn[h * 9 + i]).isEqualTo(writeFactor == 0 ? STEPS : 0);
            }
        }
    }

    /** Of two dense axes and one of indices: |m'| ≤ r √v', where r is the largest |m| / √v of the old tensor. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RESET")
    void noStepIsLongerThanTheLongestOfTheSources(OptimizerStatePolicy policy) {
        ModelShape to = from.toBuilder().hidden(13).heads(8).kvHeads(4).intermediate(9).build();
        GrowthMap map = GrowthMap.between(from, to).heads(HeadMaps.copy(4, 2, 8, 4))
                .axis(Axis.HIDDEN, new DenseMap(Nd4j.createFromArray(random(13, 8)), Nd4j.createFromArray(random(13, 8))))
                .axis(Axis.INTERMEDIATE, new DenseMap(Nd4j.createFromArray(random(9, 6)), Nd4j.createFromArray(random(9, 6))))
                .build("learned");
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        RandomModels.model(from, 3).parameters().forEach((name, value) -> {
            INDArray v = Nd4j.createFromArray(random.doubles(value.length(), 0.01, 1).toArray()).reshape('c', value.shape());
            INDArray m = Nd4j.createFromArray(random.doubles(value.length(), -1, 1).toArray()).reshape('c', value.shape());
            optimizer.put(name, state(m, v));
        });
        Grown.state(map, new ModelState(from, RandomModels.model(from, 3).parameters(), optimizer, Map.of(), Gates.none()), policy, 1)
                .optimizer().forEach((name, state) -> {
                    double longest = longest(optimizer.get(name));
                    assertThat(longest(state)).as(name).isPositive().isLessThanOrEqualTo(longest * (1 + 1e-12));
                });
    }

    private static double longest(OptimizerState state) {
        double[] m = moment(state, Slot.FIRST_MOMENT);
        double[] v = moment(state, Slot.SECOND_MOMENT);
        double longest = 0;
        for (int i = 0; i < m.length; i++) {
            longest = Math.max(longest, m[i] == 0 ? 0 : Math.abs(m[i]) / Math.sqrt(v[i]));
        }
        return longest;
    }

    @Test
    void aMixedEntryIsAsOldAsHalfOfItsSources() {
        INDArray matrix = Nd4j.createFromArray(new double[][] {{3, -2, 0}, {2, 3, 0}, {0, 1, 2}, {1, 0, -1}, {0, 0, 0}});
        LinearMoments moments = new LinearMoments(OptimizerStatePolicy.CARRY, (values, change) -> change.apply(matrix).mmul(values));
        INDArray births = Nd4j.createFromArray(new double[][] {{0}, {6}, {10}});
        assertThat(values(moments.births(births, STEPS).orElseThrow())).containsExactly(0, 6, 10, 0, 10);
        assertThat(new LinearMoments(OptimizerStatePolicy.CARRY, (values, change) -> values).births(births.mul(0), STEPS)).isEmpty();
        assertThat(values(matrix)).as("left as it was").containsExactly(3, -2, 0, 2, 3, 0, 0, 1, 2, 1, 0, -1, 0, 0, 0);
    }

    @Test
    void momentumGoesAsTheFirstMomentDoes() {
        double[][] write = random(9, 6);
        double[][] read = random(9, 6);
        INDArray m = Nd4j.createFromArray(random(6, 8));
        ModelState small = new ModelState(from, RandomModels.model(from, 3).parameters(),
                Map.of(UP, new OptimizerState(STEPS, Map.of(Slot.MOMENTUM, m), Optional.empty())), Map.of(), Gates.none());
        for (OptimizerStatePolicy policy : new OptimizerStatePolicy[] {OptimizerStatePolicy.SCALED, OptimizerStatePolicy.CARRY}) {
            OptimizerState grown = Grown.state(neurons(write, read), small, policy, 1).optimizer().get(UP);
            OptimizerState adam = grow(write, read, Map.of(UP, rows(m)), policy).get(UP);
            assertThat(moment(grown, Slot.MOMENTUM)).containsExactly(moment(adam, Slot.FIRST_MOMENT));
        }
    }

    @Test
    void stateThatIsResetDoesNotGrow() {
        assertThatThrownBy(() -> new LinearMoments(OptimizerStatePolicy.RESET, (values, change) -> values))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(grow(random(9, 6), random(9, 6), Map.of(UP, random(6, 8)), OptimizerStatePolicy.RESET)).isEmpty();
    }

    /** Grows the neurons of a model with these first moments and their squares. */
    private Map<String, OptimizerState> grow(double[][] write, double[][] read, Map<String, double[][]> first,
            OptimizerStatePolicy policy) {
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        first.forEach((name, m) -> optimizer.put(name, state(Nd4j.createFromArray(m), Nd4j.createFromArray(m).mul(
                Nd4j.createFromArray(m)))));
        ModelState small = new ModelState(from, RandomModels.model(from, 3).parameters(), optimizer, Map.of(), Gates.none());
        return Grown.state(neurons(write, read), small, policy, 1).optimizer();
    }

    private GrowthMap neurons(double[][] write, double[][] read) {
        return GrowthMap.between(from, from.toBuilder().intermediate(write.length).build())
                .axis(Axis.INTERMEDIATE, new DenseMap(Nd4j.createFromArray(write), Nd4j.createFromArray(read))).build("learned");
    }

    private static OptimizerState state(INDArray m, INDArray v) {
        return new OptimizerState(STEPS, Map.of(Slot.FIRST_MOMENT, m, Slot.SECOND_MOMENT, v), Optional.empty());
    }

    private static double[] moment(OptimizerState state, Slot slot) {
        return values(state.slots().get(slot));
    }

    private double[][] random(int rows, int columns) {
        double[][] matrix = new double[rows][];
        Arrays.setAll(matrix, i -> random.doubles(columns, -1, 1).toArray());
        return matrix;
    }

    private static double[][] rows(INDArray matrix) {
        return matrix.toDoubleMatrix();
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; j < b[0].length; j++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] a) {
        double[][] result = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[j][i] = a[i][j];
            }
        }
        return result;
    }

    private static double[] flat(double[][] matrix) {
        return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
    }
}
