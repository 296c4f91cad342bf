package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;

/** Attention's kernels in plain Java, one float after the other. */
final class PlainScores implements ScoreKernels {
    @Override
    public void exponentials(ScoreTile scores, float scale, SoftmaxRows rows) {
        FloatMemory memory = scores.memory();
        for (int row = 0; row < scores.count(); row++) {
            int seen = scores.border(row);
            long at = scores.row(row);
            float max = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < seen; i++) {
                float score = memory.get(at + i);
                max = score > max ? score : max;
            }
            rows.see(row, scale * max);
            float sum = 0;
            for (int i = 0; i < seen; i++) {
                float e = FastMath.exp(memory.get(at + i) * scale - rows.highest(row));
                memory.set(at + i, e);
                sum += e;
            }
            memory.clear(at + seen, at + scores.columns());
            rows.add(row, sum);
        }
    }

    @Override
    public void drop(ScoreTile exponentials, Drops drops) {
        for (int row = 0; row < exponentials.count(); row++) {
            for (int i = 0; i < exponentials.border(row); i++) {
                long at = exponentials.row(row) + i;
                exponentials.memory().set(at, drops.apply(exponentials.memory().get(at), row, i));
            }
        }
    }

    @Override
    public void fill(ScoreTile scores, float[] factors, int from, float value) {
        for (int row = 0; row < scores.count(); row++) {
            for (int i = 0; i < scores.columns(); i++) {
                if (factors[from + i] == 0) {
                    scores.memory().set(scores.row(row) + i, value);
                }
            }
        }
    }

    @Override
    public void scale(HeadRows rows, float[] factors) {
        scale(rows, factors, 0);
    }

    /** Multiplies the columns of each head from one on. */
    static void scale(HeadRows rows, float[] factors, int column) {
        for (int head = 0; head < rows.heads() && column < rows.size(); head++) {
            for (int row = 0; row < rows.rows(); row++) {
                long at = rows.row(head, row);
                for (int i = column; i < rows.size(); i++) {
                    rows.memory().set(at + i, rows.memory().get(at + i) * factors[head * rows.rows() + row]);
                }
            }
        }
    }

    @Override
    public void dots(HeadRows x, HeadRows y, float scale, long into) {
        for (int head = 0; head < x.heads(); head++) {
            for (int row = 0; row < x.rows(); row++) {
                x.memory().set(into + (long) head * x.rows() + row, scale * dot(x, y, head, row, 0));
            }
        }
    }

    /** Returns Σ x·y of a head's row over the columns from one on. */
    static float dot(HeadRows x, HeadRows y, int head, int row, int column) {
        float sum = 0;
        for (int i = column; i < x.size(); i++) {
            sum += x.memory().get(x.row(head, row) + i) * y.memory().get(y.row(head, row) + i);
        }
        return sum;
    }

    @Override
    public void gradients(ScoreTile scores, long gradients, float scale, Queries queries, Drops drops) {
        FloatMemory memory = scores.memory();
        for (int row = 0; row < scores.count(); row++) {
            int head = row / scores.rows();
            int border = scores.border(row);
            long at = scores.row(row);
            long gradientAt = gradients + (long) row * scores.stride();
            memory.clear(at, at + border);
            memory.clear(gradientAt, gradientAt + border);
            for (int i = border; i < scores.columns(); i++) {
                long query = (long) head * queries.step() + i;
                float p = FastMath.exp(Math.min(0, memory.get(at + i) * scale - memory.get(queries.logSums() + query)));
                float dp = memory.get(gradientAt + i);
                float given = p;
                if (drops != null) {
                    int number = head * scores.columns() + i;
                    dp = drops.apply(dp, number, row % scores.rows());
                    given = drops.apply(p, number, row % scores.rows());
                }
                memory.set(gradientAt + i, p * (scale * dp - memory.get(queries.dots() + query)));
                memory.set(at + i, given);
            }
        }
    }
}
