package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Window;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Attention's kernels with the Vector API. Rows of tiles consist of whole vectors: what a vector has behind the border or the columns of a
 * row is blended away, not computed apart. As in {@link VectorKernels}, no method takes or returns a vector, and sums over lanes are made
 * in a fixed order.
 */
final class VectorScores implements ScoreKernels {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
    private static final int WIDTH = NativeVectors.WIDTH;

    /** The lanes of the sums of several rows. */
    private float[] lanes = {};

    private void fit(int rows) {
        if (lanes.length < rows * WIDTH) {
            lanes = new float[rows * WIDTH];
        }
    }

    /** Adds up the lanes of each row into its first one: halves are added to each other until one is left. */
    private void sumLanes(int rows) {
        for (int at = 0; at < rows * WIDTH; at += WIDTH) {
            for (int half = WIDTH / 2; half > 0; half /= 2) {
                for (int i = at; i < at + half; i++) {
                    lanes[i] += lanes[i + half];
                }
            }
        }
    }

    @Override
    public void exponentials(ScoreTile scores, float scale, SoftmaxRows rows) {
        fit(scores.count());
        maxima(scores, scale, rows);
        wholeExponentials(scores, scale, rows);
        restOfExponentials(scores, scale, rows);
        sumLanes(scores.count());
        for (int row = 0; row < scores.count(); row++) {
            rows.add(row, lanes[row * WIDTH]);
        }
    }

    private static void maxima(ScoreTile scores, float scale, SoftmaxRows rows) {
        Window window = scores.memory().window(scores.at());
        long first = NativeVectors.place(scores.memory(), scores.at(), scores.length());
        FloatVector places = FloatVector.zero(FLOATS).addIndex(1);
        for (int row = 0; row < scores.count(); row++) {
            int seen = scores.border(row);
            long at = first + 4L * row * scores.stride();
            FloatVector even = VectorMath.all(Float.NEGATIVE_INFINITY);
            FloatVector odd = even;
            int i = 0;
            for (; i + 2 * WIDTH <= seen; i += 2 * WIDTH) {
                FloatVector v = NativeVectors.load(window, at + 4L * i);
                FloatVector w = NativeVectors.load(window, at + 4L * (i + WIDTH));
                even = even.blend(v, v.compare(VectorOperators.GT, even));
                odd = odd.blend(w, w.compare(VectorOperators.GT, odd));
            }
            for (; i < seen; i += WIDTH) {
                FloatVector v = NativeVectors.load(window, at + 4L * i)
                        .blend(Float.NEGATIVE_INFINITY, places.compare(VectorOperators.GE, (float) (seen - i)));
                even = even.blend(v, v.compare(VectorOperators.GT, even));
            }
            rows.see(row, scale * even.blend(odd, odd.compare(VectorOperators.GT, even)).reduceLanes(VectorOperators.MAX));
        }
    }

    private void wholeExponentials(ScoreTile scores, float scale, SoftmaxRows rows) {
        Window window = scores.memory().window(scores.at());
        long first = NativeVectors.place(scores.memory(), scores.at(), scores.length());
        FloatVector factor = VectorMath.all(scale);
        for (int row = 0; row < scores.count(); row++) {
            int whole = scores.border(row) / WIDTH * WIDTH;
            long at = first + 4L * row * scores.stride();
            FloatVector shift = VectorMath.all(-rows.highest(row));
            FloatVector sums = VectorMath.all(0);
            for (int i = 0; i < whole; i += WIDTH) {
                FloatVector e = VectorMath.expBelowHighest(NativeVectors.load(window, at + 4L * i).fma(factor, shift));
                NativeVectors.store(e, window, at + 4L * i);
                sums = sums.add(e);
            }
            sums.intoArray(lanes, row * WIDTH);
        }
    }

    /** Computes the exponentials of the vectors that have the border in them, and sets those behind to 0. */
    private void restOfExponentials(ScoreTile scores, float scale, SoftmaxRows rows) {
        Window window = scores.memory().window(scores.at());
        long first = NativeVectors.place(scores.memory(), scores.at(), scores.length());
        FloatVector places = FloatVector.zero(FLOATS).addIndex(1);
        FloatVector factor = VectorMath.all(scale);
        FloatVector zero = VectorMath.all(0);
        for (int row = 0; row < scores.count(); row++) {
            int seen = scores.border(row);
            long at = first + 4L * row * scores.stride();
            int i = seen / WIDTH * WIDTH;
            if (i < seen) {
                FloatVector shift = VectorMath.all(-rows.highest(row));
                FloatVector e = VectorMath.expBelowHighest(NativeVectors.load(window, at + 4L * i).fma(factor, shift))
                        .blend(zero, places.compare(VectorOperators.GE, (float) (seen - i)));
                NativeVectors.store(e, window, at + 4L * i);
                VectorMath.load(lanes, row * WIDTH).add(e).intoArray(lanes, row * WIDTH);
                i += WIDTH;
            }
            for (; i < scores.columns(); i += WIDTH) {
                NativeVectors.store(zero, window, at + 4L * i);
            }
        }
    }

    @Override
    public void drop(ScoreTile exponentials, Drops drops) {
        Window window = exponentials.memory().window(exponentials.at());
        long first = NativeVectors.place(exponentials.memory(), exponentials.at(), exponentials.length());
        IntVector steps = VectorNoise.steps();
        for (int row = 0; row < exponentials.count(); row++) {
            long at = first + 4L * row * exponentials.stride();
            int key = drops.keys()[row] + drops.place() * RowNoise.STEP;
            for (int i = 0; i < exponentials.border(row); i += WIDTH) {
                VectorMask<Float> dropped = VectorNoise.below(drops.threshold(), steps.add(key + i * RowNoise.STEP));
                FloatVector e = NativeVectors.load(window, at + 4L * i).mul(drops.scale()).blend(0, dropped);
                NativeVectors.store(e, window, at + 4L * i);
            }
        }
    }

    @Override
    public void fill(ScoreTile scores, float[] factors, int from, float value) {
        Window window = scores.memory().window(scores.at());
        long first = NativeVectors.place(scores.memory(), scores.at(), scores.length());
        for (int row = 0; row < scores.count(); row++) {
            long at = first + 4L * row * scores.stride();
            for (int i = 0; i < scores.columns(); i += WIDTH) {
                VectorMask<Float> filled = VectorMath.load(factors, from + i).compare(VectorOperators.EQ, 0f);
                NativeVectors.store(NativeVectors.load(window, at + 4L * i).blend(value, filled), window, at + 4L * i);
            }
        }
    }

    @Override
    public void scale(HeadRows rows, float[] factors) {
        int whole = rows.size() / WIDTH * WIDTH;
        Window window = rows.memory().window(rows.at());
        long first = NativeVectors.place(rows.memory(), rows.at(), rows.length());
        for (int row = 0; row < rows.rows(); row++) {
            for (int head = 0; head < rows.heads(); head++) {
                long at = first + 4L * row * rows.stride() + 4L * head * rows.step();
                float factor = factors[head * rows.rows() + row];
                for (int i = 0; i < whole; i += WIDTH) {
                    NativeVectors.store(NativeVectors.load(window, at + 4L * i).mul(factor), window, at + 4L * i);
                }
            }
        }
        PlainScores.scale(rows, factors, whole);
    }

    @Override
    public void dots(HeadRows x, HeadRows y, float scale, long into) {
        fit(x.heads() * x.rows());
        int whole = x.size() / WIDTH * WIDTH;
        dots(x, y, whole);
        sumLanes(x.heads() * x.rows());
        for (int head = 0; head < x.heads(); head++) {
            for (int row = 0; row < x.rows(); row++) {
                int number = head * x.rows() + row;
                x.memory().set(into + number, scale * (lanes[number * WIDTH] + PlainScores.dot(x, y, head, row, whole)));
            }
        }
    }

    private void dots(HeadRows x, HeadRows y, int whole) {
        Window window = x.memory().window(x.at());
        Window other = y.memory().window(y.at());
        long first = NativeVectors.place(x.memory(), x.at(), x.length());
        long otherFirst = NativeVectors.place(y.memory(), y.at(), y.length());
        for (int row = 0; row < x.rows(); row++) {
            for (int head = 0; head < x.heads(); head++) {
                long at = first + 4L * row * x.stride() + 4L * head * x.step();
                long otherAt = otherFirst + 4L * row * y.stride() + 4L * head * y.step();
                FloatVector sums = VectorMath.all(0);
                for (int i = 0; i < whole; i += WIDTH) {
                    sums = NativeVectors.load(window, at + 4L * i).fma(NativeVectors.load(other, otherAt + 4L * i), sums);
                }
                sums.intoArray(lanes, (head * x.rows() + row) * WIDTH);
            }
        }
    }

    /** Where a tile of keys and what is known of its queries lie: windows, and places in bytes. */
    private record Places(Window scores, long score, Window gradients, long gradient, Window logSums, long logSum, Window dots, long dot) {
        static Places of(ScoreTile tile, long gradients, Queries queries) {
            FloatMemory memory = tile.memory();
            // a vector is read behind the last query
            int known = (tile.heads() - 1) * queries.step() + tile.stride();
            return new Places(memory.window(tile.at()), NativeVectors.place(memory, tile.at(), tile.length()),
                    memory.window(gradients), NativeVectors.place(memory, gradients, tile.length()),
                    memory.window(queries.logSums()), NativeVectors.place(memory, queries.logSums(), known),
                    memory.window(queries.dots()), NativeVectors.place(memory, queries.dots(), known));
        }
    }

    @Override
    public void gradients(ScoreTile scores, long gradients, float scale, Queries queries, Drops drops) {
        Places places = Places.of(scores, gradients, queries);
        if (drops == null) {
            bordersOfGradients(scores, places, scale, queries.step());
            wholeGradients(scores, places, scale, queries.step());
        } else {
            droppedGradients(scores, places, scale, queries.step(), drops);
        }
    }

    /** Computes the vectors that have the border in them, and sets those on the left to 0. */
    private static void bordersOfGradients(ScoreTile scores, Places at, float scale, int step) {
        FloatVector places = FloatVector.zero(FLOATS).addIndex(1);
        FloatVector factor = VectorMath.all(scale);
        FloatVector zero = VectorMath.all(0);
        for (int row = 0; row < scores.count(); row++) {
            int border = scores.border(row);
            int whole = border / WIDTH * WIDTH;
            long first = 4L * row * scores.stride();
            for (int i = 0; i < whole; i += WIDTH) {
                NativeVectors.store(zero, at.scores, at.score + first + 4L * i);
                NativeVectors.store(zero, at.gradients, at.gradient + first + 4L * i);
            }
            if (whole < border) {
                long place = first + 4L * whole;
                long query = 4L * (row / scores.rows() * step + whole);
                VectorMask<Float> masked = places.compare(VectorOperators.LT, (float) (border - whole));
                FloatVector p = VectorMath.probability(NativeVectors.load(at.scores, at.score + place)
                        .fma(factor, NativeVectors.load(at.logSums, at.logSum + query).neg()));
                FloatVector d = NativeVectors.load(at.gradients, at.gradient + place)
                        .fma(factor, NativeVectors.load(at.dots, at.dot + query).neg());
                NativeVectors.store(p.blend(zero, masked), at.scores, at.score + place);
                NativeVectors.store(p.mul(d).blend(zero, masked), at.gradients, at.gradient + place);
            }
        }
    }

    private static void wholeGradients(ScoreTile scores, Places at, float scale, int step) {
        FloatVector factor = VectorMath.all(scale);
        for (int row = 0; row < scores.count(); row++) {
            long score = at.score + 4L * row * scores.stride();
            long gradient = at.gradient + 4L * row * scores.stride();
            long query = 4L * (row / scores.rows() * step);
            for (int i = (scores.border(row) + WIDTH - 1) / WIDTH * WIDTH; i < scores.columns(); i += WIDTH) {
                FloatVector p = VectorMath.probability(NativeVectors.load(at.scores, score + 4L * i)
                        .fma(factor, NativeVectors.load(at.logSums, at.logSum + query + 4L * i).neg()));
                FloatVector d = NativeVectors.load(at.gradients, gradient + 4L * i)
                        .fma(factor, NativeVectors.load(at.dots, at.dot + query + 4L * i).neg());
                NativeVectors.store(p, at.scores, score + 4L * i);
                NativeVectors.store(p.mul(d), at.gradients, gradient + 4L * i);
            }
        }
    }

    private static void droppedGradients(ScoreTile scores, Places at, float scale, int step, Drops drops) {
        FloatVector places = FloatVector.zero(FLOATS).addIndex(1);
        FloatVector zero = VectorMath.all(0);
        for (int row = 0; row < scores.count(); row++) {
            int head = row / scores.rows();
            int border = scores.border(row);
            int noise = (drops.place() + row % scores.rows()) * RowNoise.STEP;
            for (int i = 0; i < scores.columns(); i += WIDTH) {
                long place = 4L * row * scores.stride() + 4L * i;
                long query = 4L * (head * step + i);
                VectorMask<Float> dropped = VectorNoise.below(drops.threshold(),
                        IntVector.fromArray(INTS, drops.keys(), head * scores.columns() + i).add(noise));
                VectorMask<Float> masked = places.compare(VectorOperators.LT, (float) (border - i));
                FloatVector p = VectorMath.probability(NativeVectors.load(at.scores, at.score + place).mul(scale)
                        .sub(NativeVectors.load(at.logSums, at.logSum + query)));
                FloatVector dp = NativeVectors.load(at.gradients, at.gradient + place).mul(drops.scale()).blend(zero, dropped);
                NativeVectors.store(p.mul(dp.mul(scale).sub(NativeVectors.load(at.dots, at.dot + query))).blend(zero, masked),
                        at.gradients, at.gradient + place);
                NativeVectors.store(p.mul(drops.scale()).blend(zero, dropped).blend(zero, masked), at.scores, at.score + place);
            }
        }
    }
}
