package growth.engine.cpu.memory;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A flat row of floats outside the Java heap, owned by ND4J. Three kinds of view share it: {@link INDArray} views for the rest of the
 * framework, pointers for BLAS, and buffers from which Java copies rows into its heap, where it computes. New memory holds zeros.
 */
public final class FloatMemory implements AutoCloseable {
    /** A buffer starts every so many floats and is twice as long, so that a row never crosses the end of its buffer. */
    private static final int STRIDE_BITS = 28;
    private static final long STRIDE = 1L << STRIDE_BITS;
    private static final int OPERANDS = 3;
    private static final int CLEARED_AT_ONCE = 4096;
    private static final float[] ZEROS = new float[CLEARED_AT_ONCE];

    private final long length;
    private final INDArray array;
    private final FloatBuffer[] buffers;
    private final FloatPointer[] pointers;

    /**
     * @param length  floats
     * @param workers number of threads that will ask for pointers
     */
    public FloatMemory(long length, int workers) {
        // one float more than is used: ND4J takes an array that covers all its memory for the owner, and views must not be
        this(Nd4j.create(DataType.FLOAT, length + 1), length, workers);
    }

    /** Creates memory with arbitrary contents, for what will be overwritten; its pages are not touched yet. */
    public static FloatMemory uninitialised(long length, int workers) {
        return new FloatMemory(Nd4j.createUninitialized(DataType.FLOAT, length + 1), length, workers);
    }

    /**
     * Wraps the memory of an array; {@link #close} closes the array.
     *
     * @param array   a row-major array of floats with memory of its own
     * @param workers number of threads that will ask for pointers
     */
    public FloatMemory(INDArray array, int workers) {
        this(array, array.length(), workers);
    }

    private FloatMemory(INDArray array, long length, int workers) {
        this.array = array;
        this.length = length;
        FloatPointer base = new FloatPointer(array.data().addressPointer());
        buffers = new FloatBuffer[(int) ((length + STRIDE - 1) / STRIDE)];
        for (int i = 0; i < buffers.length; i++) {
            long from = i * STRIDE;
            // a direct buffer counts its bytes in an int, which is one byte short of twice the stride
            long to = Math.min(length, from + 2 * STRIDE - 1);
            buffers[i] = new FloatPointer(base).position(from).limit(to).asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        }
        pointers = new FloatPointer[OPERANDS * workers];
        for (int i = 0; i < pointers.length; i++) {
            pointers[i] = new FloatPointer(base);
        }
    }

    /** Returns the number of floats. */
    public long length() {
        return length;
    }

    /**
     * Returns a row-major view of the elements from a place on.
     *
     * @param at    first element
     * @param shape the view's shape
     */
    public INDArray view(long at, long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return Nd4j.create(array.data(), shape, strides, at, 'c');
    }

    /**
     * Moves one of the worker's pointers to an element. A worker has three, one per operand of a product, which are never made anew.
     *
     * @param worker  the worker
     * @param operand 0, 1 or 2
     * @param at      the element
     */
    FloatPointer pointer(int worker, int operand, long at) {
        return pointers[OPERANDS * worker + operand].position(at);
    }

    /** Copies n elements from a place on to the start of a heap array; n is below 2²⁸. */
    public void read(long at, float[] into, int n) {
        buffer(at).get(inBuffer(at), into, 0, n);
    }

    /** Copies the first n elements of a heap array to a place; n is below 2²⁸. */
    public void write(long at, float[] from, int n) {
        buffer(at).put(inBuffer(at), from, 0, n);
    }

    /** Returns one element. */
    public float get(long at) {
        return buffer(at).get(inBuffer(at));
    }

    /** Sets one element. */
    public void set(long at, float value) {
        buffer(at).put(inBuffer(at), value);
    }

    /** Sets the elements between two places to 0. */
    public void clear(long from, long to) {
        for (long at = from; at < to; at += CLEARED_AT_ONCE) {
            write(at, ZEROS, (int) Math.min(CLEARED_AT_ONCE, to - at));
        }
    }

    private FloatBuffer buffer(long at) {
        return buffers[(int) (at >>> STRIDE_BITS)];
    }

    private static int inBuffer(long at) {
        return (int) (at & STRIDE - 1);
    }

    /** Releases the memory; views and pointers must not be used afterwards. */
    @Override
    public void close() {
        if (!array.wasClosed()) {
            array.close();
        }
    }
}
