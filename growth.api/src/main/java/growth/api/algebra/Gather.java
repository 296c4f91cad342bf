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
    private static final long SMALL = 1 << 20;

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
                .from(null, 0, type, shape);
    }

    /**
     * @param old   the old array, whose entries are rows × columns of the old sizes
     * @param width old number of columns; 0 if there is no old array
     * @param type  float or double
     * @param shape the new array's
     */
    INDArray from(INDArray old, int width, DataType type, long[] shape) {
        INDArray grown = Rows.create(type, shape);
        Rows in = width == 0 ? null : Rows.of(old, width);
        Rows out = Rows.of(grown, columns.length);
        boolean whole = Arrays.stream(columns).allMatch(c -> c != IndexMap.NEW);
        int parts = grown.length() < SMALL ? 1 : Math.min(rows.length, 4 * Runtime.getRuntime().availableProcessors());
        IntStream.range(0, parts).parallel().forEach(p -> {
            int first = (int) ((long) rows.length * p / parts);
            int end = (int) ((long) rows.length * (p + 1) / parts);
            part(in, width, out, first, end, whole);
        });
        return grown;
    }

    private void part(Rows in, int width, Rows out, int first, int end, boolean whole) {
        double[] source = new double[width];
        double[] target = new double[columns.length];
        for (int r = first; r < end; r++) {
            if (rows[r] == IndexMap.NEW) {
                fill(target, filler.row(r));
            } else {
                in.read(rows[r], source);
                if (whole) {
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
