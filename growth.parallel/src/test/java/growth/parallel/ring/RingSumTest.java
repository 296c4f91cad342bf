package growth.parallel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import growth.parallel.group.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Sums over ranks: their values, their bits, and the bytes that they take. */
class RingSumTest {
    /** More than two frames for a segment, empty segments, odd lengths, nothing at all. */
    private static final int[] LENGTHS = {0, 1, 2, 7, 1001, SegmentCursor.PIECE * 2 + 5, 8 * SegmentCursor.PIECE + 3};

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void everyRankHoldsTheSameBitsWhichAreThoseOfTheStatedOrder(int size) throws Exception {
        float[][][] values = new float[LENGTHS.length][size][];
        Random random = new Random(size);
        for (int i = 0; i < LENGTHS.length; i++) {
            for (int rank = 0; rank < size; rank++) {
                values[i][rank] = values(random, LENGTHS[i]);
            }
        }
        List<List<float[]>> first = sums(size, values);
        List<List<float[]>> second = sums(size, values);
        for (int i = 0; i < LENGTHS.length; i++) {
            float[] expected = inOrder(values[i]);
            for (int rank = 0; rank < size; rank++) {
                assertThat(bits(first.get(rank).get(i))).as("%d numbers, rank %d of %d", LENGTHS[i], rank, size).isEqualTo(bits(expected));
                assertThat(bits(second.get(rank).get(i))).isEqualTo(bits(expected));
            }
            assertNearExact(expected, values[i]);
        }
    }

    private static List<List<float[]>> sums(int size, float[][][] values) throws Exception {
        return RanksOfThreads.all(size, group -> {
            List<float[]> sums = new ArrayList<>();
            for (float[][] each : values) {
                // a view in the middle of a larger array, whose other elements are nobody's business
                int length = each[0].length;
                INDArray whole = Nd4j.valueArrayOf(new long[] {length + 5}, 7f);
                if (length > 0) {
                    INDArray view = whole.get(NDArrayIndex.interval(2, 2 + length));
                    view.assign(Nd4j.createFromArray(each[group.rank()]));
                    group.sum(view);
                } else {
                    group.sum(Nd4j.create(0));
                }
                float[] all = whole.toFloatVector();
                assertThat(new float[] {all[0], all[1], all[length + 2], all[length + 4]}).containsOnly(7f);
                sums.add(Arrays.copyOfRange(all, 2, 2 + length));
            }
            return sums;
        });
    }

    /** The order that the contract states, written down a second time: segment s is summed from rank s on. */
    private static float[] inOrder(float[][] values) {
        int size = values.length;
        int length = values[0].length;
        float[] sums = new float[length];
        int at = 0;
        for (int segment = 0; segment < size; segment++) {
            int end = at + length / size + (segment < length % size ? 1 : 0);
            for (; at < end; at++) {
                float sum = values[segment][at];
                for (int next = 1; next < size; next++) {
                    sum += values[(segment + next) % size][at];
                }
                sums[at] = sum;
            }
        }
        return sums;
    }

    /** In double precision the order does not matter: within the rounding of W − 1 additions. */
    private static void assertNearExact(float[] sums, float[][] values) {
        for (int i = 0; i < sums.length; i++) {
            double exact = 0;
            double sizes = 0;
            for (float[] each : values) {
                exact += each[i];
                sizes += Math.abs(each[i]);
            }
            assertThat(Math.abs(sums[i] - exact)).isLessThanOrEqualTo(values.length * Math.ulp(1f) * sizes);
        }
    }

    private static float[] values(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            // of very different sizes, so that another order gives other bits
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(7) - 3));
        }
        return values;
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }

    @Test
    void notANumberAndInfinitiesPassThrough() throws Exception {
        float[][] given = {{Float.NaN, 1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, -0f, 3e38f},
            {1, 2, 3, Float.NEGATIVE_INFINITY, -0f, 3e38f}, {1, 3, 4, 5, -0f, 0}};
        for (float[] sums : RanksOfThreads.all(3, group -> {
            INDArray values = Nd4j.createFromArray(given[group.rank()]);
            group.sum(values);
            return values.toFloatVector();
        })) {
            assertThat(sums).containsExactly(Float.NaN, 6, Float.POSITIVE_INFINITY, Float.NaN, -0f, Float.POSITIVE_INFINITY);
        }
    }

    @Test
    void doublesAreSummedInTheOrderOfTheRanks() throws Exception {
        double[] given = {1e16, 1, -1e16, 1};
        double[] expected = {((0 + 1e16) + 1 + -1e16) + 1, 4, Double.NaN};
        for (double[] sums : RanksOfThreads.all(4, group -> {
            double[] values = {given[group.rank()], 1, group.rank() == 2 ? Double.NaN : 0};
            group.sum(values);
            return values;
        })) {
            assertThat(sums).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void whatIsSentIsCountedToTheByte(int size) throws Exception {
        int length = 3 * SegmentCursor.PIECE * size;
        List<Traffic> traffic = RanksOfThreads.all(size, group -> {
            Traffic before = group.traffic();
            INDArray values = Nd4j.ones(length);
            group.sum(values);
            group.sum(values);
            return group.traffic().since(before);
        });
        for (Traffic each : traffic) {
            // 2(W−1)/W · 4n bytes, and five more for each of 2(W−1) · 3 frames, 22 for the beginning
            long payload = 2L * 2 * (size - 1) * 4 * length / size;
            assertThat(each.payload()).isEqualTo(payload);
            assertThat(each.sent()).isEqualTo(payload + 2 * (5 * 2 * (size - 1) * 3 + 22));
            // headers of what comes before and after may have been read or not
            assertThat(each.received() - each.sent()).isBetween(-10L, 10L);
            assertThat(each.collectives()).isEqualTo(2);
            assertThat(each.nanos()).isPositive();
        }
    }
}
