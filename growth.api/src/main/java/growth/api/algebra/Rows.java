package growth.api.algebra;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Rows of a float or double array, read and written as a whole, in float64 (which is exact for both): element by element, ND4J would take a
 * hundred times as long. Threads may use one instance at once for different rows.
 */
interface Rows {
    /** Copies a row into {@code values}, {@code [columns]}. */
    void read(int row, double[] values);

    /** Copies {@code values}, {@code [columns]}, into a row, rounding to the array's type. */
    void write(int row, double[] values);

    /** Copies a row of others into a row, without a conversion; returns false, having done nothing, if their types differ. */
    boolean copy(int row, Rows from, int other);

    /** Makes an array. */
    @FunctionalInterface
    interface Maker {
        /** Returns a row-major array of that type and shape, whose content is arbitrary. */
        INDArray make(DataType type, long[] shape);
    }

    /**
     * @param array   any floating-point array; its own memory is used where it is contiguous, otherwise a copy, which writes do not reach
     * @param columns size of a row; divides the length
     * @throws IllegalArgumentException if the array's type is neither float nor double, or it takes 2 GiB or more
     */
    static Rows of(INDArray array, int columns) {
        long bytes = array.length() * array.dataType().width();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a tensor of " + bytes + " bytes cannot be grown; 2 GiB is the most");
        }
        INDArray flat = addressable(array) ? array : array.dup('c');
        if (array.dataType() == DataType.FLOAT) {
            FloatBuffer buffer = flat.data().asNioFloat();
            return new Floats(flat, buffer, buffer.position(), columns);
        }
        if (array.dataType() == DataType.DOUBLE) {
            DoubleBuffer buffer = flat.data().asNioDouble();
            return new Doubles(flat, buffer, buffer.position(), columns);
        }
        throw new IllegalArgumentException("states are of type float or double, not " + array.dataType());
    }

    /** Returns a new array of that type and shape, whose content is arbitrary. */
    static INDArray create(DataType type, long[] shape) {
        return Nd4j.createUninitialized(type, shape, 'c');
    }

    /** Returns whether rows of the array are rows of its own memory. */
    static boolean addressable(INDArray array) {
        long underlying = array.isView() ? array.data().underlyingLength() : array.length();
        return contiguous(array) && underlying * array.dataType().width() <= Integer.MAX_VALUE;
    }

    private static boolean contiguous(INDArray array) {
        long expected = 1;
        for (int d = array.rank() - 1; d >= 0; d--) {
            if (array.size(d) != 1 && array.stride(d) != expected) {
                return false;
            }
            expected *= array.size(d);
        }
        return true;
    }

    /** Rows of floats; {@code owner} keeps the memory alive. */
    record Floats(INDArray owner, FloatBuffer buffer, int offset, int columns) implements Rows {
        @Override
        public void read(int row, double[] values) {
            float[] floats = new float[columns];
            buffer.get(offset + row * columns, floats);
            for (int i = 0; i < columns; i++) {
                values[i] = floats[i];
            }
        }

        @Override
        public void write(int row, double[] values) {
            float[] floats = new float[columns];
            for (int i = 0; i < columns; i++) {
                floats[i] = (float) values[i];
            }
            buffer.put(offset + row * columns, floats);
        }

        @Override
        public boolean copy(int row, Rows from, int other) {
            if (!(from instanceof Floats floats)) {
                return false;
            }
            buffer.put(offset + row * columns, floats.buffer, floats.offset + other * columns, columns);
            return true;
        }
    }

    /** Rows of doubles; {@code owner} keeps the memory alive. */
    record Doubles(INDArray owner, DoubleBuffer buffer, int offset, int columns) implements Rows {
        @Override
        public void read(int row, double[] values) {
            buffer.get(offset + row * columns, values, 0, columns);
        }

        @Override
        public void write(int row, double[] values) {
            buffer.put(offset + row * columns, values, 0, columns);
        }

        @Override
        public boolean copy(int row, Rows from, int other) {
            if (!(from instanceof Doubles doubles)) {
                return false;
            }
            buffer.put(offset + row * columns, doubles.buffer, doubles.offset + other * columns, columns);
            return true;
        }
    }
}
