package growth.api.algebra;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes a grown array from an old one in one pass: every entry is its source times the factors of its row and its column, or is filled.
 *
 * @param rows          where rows come from; without a source they are filled
 * @param columns       where columns come from
 * @param rowFactors    factor of each row
 * @param columnFactors factor of each column
 * @param filler        fills what has no source
 */
record Gather(int[] rows, int[] columns, double[] rowFactors, double[] columnFactors, Filler filler) {
    /** Number of entries below which more threads cost more than they save. */
    private static final long SMALL = 1 << 16;

    /** Fills entries without a source. */
    @FunctionalInterface
    interface Filler {
        /** Returns the filler of the row, which is read from left to right. */
        RowFiller row(int row);
    }

    /** Fills entries of one row. */
    @FunctionalInterface
    interface RowFiller {
        /** Returns the entry at that column. */
        double at(int column);
    }

    /** Returns a filler of one value everywhere. */
    static Filler constant(double value) {
        return row -> column -> value;
    }

    /** Returns an array without any source. */
    static INDArray filled(TensorSides sides, Filler filler, DataType type, long[] shape) {
        return new Gather(sides.rows().source(), sides.columns().source(), sides.rows().value(), sides.columns().value(), filler)
                .from(null, 0, Rows.create(type, shape));
    }

    /**
     * @param old   the old array, whose entries are rows × columns of the old sizes
     * @param width old number of columns; 0 if there is no old array
     * @param grown the new array, of floats or doubles, row-major
     * @return the new array
     */
    INDArray from(INDArray old, int width, INDArray grown) {
        Rows in = width == 0 ? null : Rows.of(old, width);
        Rows out = Rows.of(grown, columns.length);
        Kind kind = kind(width);
        int parts = grown.length() < SMALL ? 1 : Math.min(rows.length, 4 * Runtime.getRuntime().availableProcessors());
        IntStream.range(0, parts).parallel().forEach(p -> {
            int first = (int) ((long) rows.length * p / parts);
            int end = (int) ((long) rows.length * (p + 1) / parts);
            part(in, width, out, first, end, kind);
        });
        return grown;
    }

    /** What becomes of the columns of a row. */
    private enum Kind {
        /** All stay where and as they are. */
        KEPT,
        /** All have a source. */
        COPIED,
        /** Some have none. */
        FILLED
    }

    private Kind kind(int width) {
        if (Arrays.stream(columns).anyMatch(c -> c == IndexMap.NEW)) {
            return Kind.FILLED;
        }
        boolean kept = columns.length == width && IntStream.range(0, width).allMatch(c -> columns[c] == c && columnFactors[c] == 1);
        return kept ? Kind.KEPT : Kind.COPIED;
    }

    private void part(Rows in, int width, Rows out, int first, int end, Kind kind) {
        double[] source = new double[width];
        double[] target = new double[columns.length];
        for (int r = first; r < end; r++) {
            if (rows[r] == IndexMap.NEW) {
                fill(target, filler.row(r));
            } else if (kind == Kind.KEPT && rowFactors[r] == 1 && out.copy(r, in, rows[r])) {
                continue;
            } else {
                in.read(rows[r], source);
                if (kind != Kind.FILLED) {
                    copy(source, target, rowFactors[r]);
                } else {
                    copyAndFill(source, target, rowFactors[r], filler.row(r));
                }
            }
            out.write(r, target);
        }
    }

    private void fill(double[] target, RowFiller row) {
        for (int c = 0; c < target.length; c++) {
            target[c] = row.at(c);
        }
    }

    private void copy(double[] source, double[] target, double factor) {
        for (int c = 0; c < target.length; c++) {
            target[c] = source[columns[c]] * (factor * columnFactors[c]);
        }
    }

    private void copyAndFill(double[] source, double[] target, double factor, RowFiller row) {
        for (int c = 0; c < target.length; c++) {
            target[c] = columns[c] == IndexMap.NEW ? row.at(c) : source[columns[c]] * (factor * columnFactors[c]);
        }
    }
}
