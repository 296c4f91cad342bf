package growth.engine.cpu.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.engine.common.random.RowNoise;
import growth.engine.cpu.kernels.ScoreKernels.Drops;
import growth.engine.cpu.kernels.ScoreKernels.HeadRows;
import growth.engine.cpu.kernels.ScoreKernels.Queries;
import growth.engine.cpu.memory.FloatMemory;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Both kinds of attention's kernels against double precision, on tiles of two heads whose rows fill vectors and do not. */
class ScoreKernelsTest {
    private static final int HEADS = 2;
    private static final int ROWS = 5;
    private static final float SCALE = 0.25f;
    private static final int AT = 3;
    private static final int FAR = 4000;
    private static final int THRESHOLD = (int) (0.3 * (1 << 24));
    private final FloatMemory memory = new FloatMemory(3 * FAR, 1);
    private final Random random = new Random(1);

    static Stream<Arguments> kernelsAndColumns() {
        return Stream.of(new PlainKernels(), KernelLoader.fastest().get())
                .flatMap(kernels -> Stream.of(1, 7, 16, 33, 64, 90).map(columns -> Arguments.of(kernels.scores(), columns)));
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private static int stride(int columns) {
        return (columns + ScoreTile.UNIT - 1) / ScoreTile.UNIT * ScoreTile.UNIT;
    }

    private ScoreTile tile(long at, int columns, int first, int more) {
        ScoreTile tile = new ScoreTile(memory, at, HEADS, ROWS, columns, stride(columns), first, more);
        for (int i = 0; i < tile.length(); i++) {
            // what stands between the rows is none of the kernels' business
            memory.set(at + i, i % tile.stride() < columns ? (float) (8 * random.nextGaussian()) : Float.NaN);
        }
        return tile;
    }

    private double[][] values(ScoreTile tile, long at) {
        double[][] values = new double[tile.count()][tile.columns()];
        for (int row = 0; row < values.length; row++) {
            for (int i = 0; i < tile.columns(); i++) {
                values[row][i] = memory.get(at + (long) row * tile.stride() + i);
            }
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndColumns")
    void softmaxGoesOnFromTileToTile(ScoreKernels kernels, int columns) {
        // the first rows see all of the first tile, and nothing or something of the second one
        ScoreTile first = tile(AT, columns, columns, 1);
        ScoreTile second = tile(FAR, columns, -1, 1);
        double[][] scores = values(first, AT);
        double[][] more = values(second, FAR);
        SoftmaxRows rows = new SoftmaxRows();
        rows.begin(first.count());
        kernels.exponentials(first, SCALE, rows);
        kernels.exponentials(second, SCALE, rows);
        double[] earlier = new double[first.count()];
        for (int row = 0; row < earlier.length; row++) {
            earlier[row] = rows.factors()[row];
        }
        double[][] e = values(first, AT);
        double[][] later = values(second, FAR);
        rows.end(first.count());
        for (int row = 0; row < scores.length; row++) {
            int seen = Math.max(0, Math.min(columns, row % ROWS - 1));
            double sum = 0;
            for (int i = 0; i < columns; i++) {
                sum += Math.exp(SCALE * scores[row][i]) + (i < seen ? Math.exp(SCALE * more[row][i]) : 0);
            }
            assertThat(rows.logSums()[row]).isCloseTo((float) Math.log(sum), within(1e-5f));
            for (int i = 0; i < columns; i++) {
                assertThat(e[row][i] * earlier[row] * rows.factors()[row]).isCloseTo(Math.exp(SCALE * scores[row][i]) / sum, within(2e-6));
                assertThat(later[row][i] * rows.factors()[row])
                        .isCloseTo(i < seen ? Math.exp(SCALE * more[row][i]) / sum : 0, within(i < seen ? 2e-6 : 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndColumns")
    void paddingHasNoProbabilityAndExtremesStayFinite(ScoreKernels kernels, int columns) {
        ScoreTile tile = tile(AT, columns, columns, 0);
        float[] attended = new float[columns + ScoreTile.UNIT];
        attended[columns - 1] = 1;
        memory.set(tile.row(0) + columns - 1, 1e30f);
        memory.set(tile.row(0), columns == 1 ? 1e30f : -1e30f);
        SoftmaxRows rows = new SoftmaxRows();
        rows.begin(tile.count());
        kernels.fill(tile, attended, 0, -1e30f);
        kernels.exponentials(tile, SCALE, rows);
        kernels.fill(tile, attended, 0, 0);
        rows.end(tile.count());
        double[][] e = values(tile, AT);
        for (int row = 0; row < e.length; row++) {
            for (int i = 0; i < columns; i++) {
                assertThat(e[row][i] * rows.factors()[row]).isCloseTo(i == columns - 1 ? 1 : 0, within(i == columns - 1 ? 1e-6 : 0));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndColumns")
    void gradientsAreThoseOfSoftmaxWithDropoutAndWithout(ScoreKernels kernels, int columns) {
        for (boolean drops : new boolean[] {false, true}) {
            ScoreTile tile = tile(AT, columns, -1, 2);
            tile(FAR, columns, 0, 0);
            double[][] scores = values(tile, AT);
            double[][] dp = values(tile, FAR);
            int step = columns + 2;
            long logSums = 2 * FAR;
            long dots = logSums + HEADS * step;
            int[] keys = new int[HEADS * columns + ScoreTile.UNIT];
            for (int i = 0; i < HEADS * step; i++) {
                memory.set(logSums + i, (float) (10 + random.nextGaussian()));
                memory.set(dots + i, (float) random.nextGaussian());
            }
            for (int i = 0; i < keys.length; i++) {
                keys[i] = random.nextInt();
            }
            kernels.gradients(tile, FAR, SCALE, new Queries(logSums, dots, step), drops ? new Drops(keys, 40, THRESHOLD, 1.5f) : null);
            double[][] p = values(tile, AT);
            double[][] d = values(tile, FAR);
            for (int row = 0; row < p.length; row++) {
                int head = row / ROWS;
                for (int i = 0; i < columns; i++) {
                    boolean masked = i < row % ROWS * 2 - 1;
                    double kept = !drops ? 1 : RowNoise.bits(keys[head * columns + i], 40 + row % ROWS) < THRESHOLD ? 0 : 1.5;
                    double exact = masked ? 0 : Math.exp(SCALE * scores[row][i] - memory.get(logSums + head * step + i));
                    assertThat(p[row][i]).isCloseTo(kept * exact, within(2e-6 * exact));
                    double gradient = exact * (SCALE * kept * dp[row][i] - memory.get(dots + head * step + i));
                    assertThat(d[row][i]).isCloseTo(gradient, within(1e-5 * exact));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndColumns")
    void noProbabilityExceedsOneWhereScoresAreRoundedOtherwiseThanTheirSum(ScoreKernels kernels, int columns) {
        for (boolean drops : new boolean[] {false, true}) {
            ScoreTile tile = tile(AT, columns, -1, 2);
            tile(FAR, columns, 0, 0);
            int step = columns + 2;
            long logSums = 2 * FAR;
            for (int i = 0; i < HEADS * step; i++) {
                memory.set(logSums + i, -1e20f * SCALE);
                memory.set(logSums + HEADS * step + i, 0);
            }
            // each is kept
            Drops all = new Drops(new int[HEADS * columns + ScoreTile.UNIT], 40, 0, 1);
            kernels.gradients(tile, FAR, SCALE, new Queries(logSums, logSums + HEADS * step, step), drops ? all : null);
            double[][] p = values(tile, AT);
            for (int row = 0; row < p.length; row++) {
                for (int i = 0; i < columns; i++) {
                    assertThat(p[row][i]).isEqualTo(i < row % ROWS * 2 - 1 ? 0 : 1);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndColumns")
    void dropoutOfQueriesIsThatOfKeys(ScoreKernels kernels, int columns) {
        ScoreTile tile = tile(AT, columns, columns, 0);
        double[][] before = values(tile, AT);
        int[] keys = random.ints(tile.count() + ScoreTile.UNIT).toArray();
        kernels.drop(tile, new Drops(keys, 7, THRESHOLD, 1.5f));
        double[][] after = values(tile, AT);
        for (int row = 0; row < before.length; row++) {
            for (int i = 0; i < columns; i++) {
                double kept = RowNoise.bits(keys[row], 7 + i) < THRESHOLD ? 0 : 1.5;
                assertThat(after[row][i]).isCloseTo(kept * before[row][i], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndColumns")
    void scalesAndMultipliesHeadsWhereTheyLie(ScoreKernels kernels, int size) {
        int step = size + 3;
        int stride = HEADS * step + 1;
        for (long at : new long[] {AT, FAR}) {
            for (int i = 0; i < ROWS * stride; i++) {
                memory.set(at + i, (float) random.nextGaussian());
            }
        }
        HeadRows x = new HeadRows(memory, AT, stride, ROWS, HEADS, step, size);
        HeadRows y = new HeadRows(memory, FAR, stride, ROWS, HEADS, step, size);
        kernels.dots(x, y, SCALE, 2 * FAR);
        float[] factors = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        float[] before = new float[ROWS * stride];
        memory.read(AT, before, before.length);
        kernels.scale(x, factors);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < stride; i++) {
                int head = i / step;
                boolean inside = head < HEADS && i % step < size;
                assertThat(memory.get(AT + (long) row * stride + i))
                        .isEqualTo(before[row * stride + i] * (inside ? factors[head * ROWS + row] : 1));
            }
            for (int head = 0; head < HEADS; head++) {
                double dot = 0;
                for (int i = 0; i < size; i++) {
                    dot += (double) before[row * stride + head * step + i] * memory.get(y.row(head, row) + i);
                }
                assertThat((double) memory.get(2 * FAR + head * ROWS + row)).isCloseTo(SCALE * dot, within(1e-5));
            }
        }
    }
}
