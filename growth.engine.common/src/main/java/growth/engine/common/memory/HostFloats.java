package growth.engine.common.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A flat row of floats in the machine's memory outside the Java heap, owned by ND4J. {@link INDArray} views for the rest of the framework
 * share it with buffers from which Java copies rows into its heap, where it computes. New memory holds zeros.
 */
public class HostFloats implements FlatMemory {
    /** A buffer starts every so many floats and is twice as long, so that a row never crosses the end of its buffer. */
    private static final int STRIDE_BITS = 28;
    private static final long STRIDE = 1L << STRIDE_BITS;
    private static final int CLEARED_AT_ONCE = 4096;
    /** A megabyte: enough to be worth a task of its own. */
    private static final long COPIED_AT_ONCE = 1 << 18;
    private static final float[] ZEROS = new float[CLEARED_AT_ONCE];

    private final long length;
    private final NativeArray floats;
    private final INDArray array;
    private final FloatPointer base;
    private final FloatBuffer[] buffers;
    private final ByteBuffer[] bytes;

    /** Creates memory of that many floats, which are 0. */
    public HostFloats(long length) {
        this(zeros(length), length);
    }

    /**
     * Wraps the memory of an array; {@link #close} closes the array.
     *
     * @param array a row-major array of floats with memory of its own
     */
    public HostFloats(INDArray array) {
        this(NativeArray.of(array), array.length());
    }

    /**
     * Wraps the memory of an array that may be longer.
     *
     * @param length floats that are used
     */
    protected HostFloats(NativeArray floats, long length) {
        this.floats = floats;
        this.array = floats.array();
        this.length = length;
        base = new FloatPointer(array.data().addressPointer());
        buffers = new FloatBuffer[(int) ((length + STRIDE - 1) / STRIDE)];
        bytes = new ByteBuffer[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            long from = i * STRIDE;
            // a direct buffer counts its bytes in an int, which is one byte short of twice the stride
            long to = Math.min(length, from + 2 * STRIDE - 1);
            bytes[i] = new FloatPointer(base).position(from).limit(to).asByteBuffer().order(ByteOrder.nativeOrder());
            buffers[i] = bytes[i].asFloatBuffer();
        }
    }

    /** Creates memory with arbitrary contents, for what will be overwritten; its pages are not touched yet. */
    public static HostFloats uninitialised(long length) {
        return new HostFloats(arbitrary(length), length);
    }

    /** Returns an array of zeros for memory of that many floats; its pages are not touched yet. */
    protected static NativeArray zeros(long length) {
        // one float more than is used: ND4J takes an array that covers all its memory for the owner, and views must not be
        return NativeArray.zeros(length + 1);
    }

    /** Returns an array with arbitrary contents for memory of that many floats. */
    protected static NativeArray arbitrary(long length) {
        return NativeArray.uninitialised(length + 1);
    }

    /** Returns a new pointer to the first float. */
    public FloatPointer pointer() {
        return new FloatPointer(base);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
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
     * {@inheritDoc} Floats in row-major order are copied by all cores: the pages of new memory are touched by all of them, too. What lies
     * there already is left alone.
     */
    @Override
    public void assign(long at, INDArray values, long... shape) {
        if (!isPlain(values)) {
            view(at, shape).assign(values);
            return;
        }
        long count = values.length();
        FloatPointer from = new FloatPointer(values.data().addressPointer());
        if (from.address() == base.getPointer(at).address()) {
            return;
        }
        LongStream.range(0, (count + COPIED_AT_ONCE - 1) / COPIED_AT_ONCE).parallel().forEach(part -> {
            long first = part * COPIED_AT_ONCE;
            Pointer.memcpy(base.getPointer(at + first), from.getPointer(first),
                    Float.BYTES * Math.min(COPIED_AT_ONCE, count - first));
        });
    }

    private static boolean isPlain(INDArray values) {
        long stride = 1;
        for (int i = values.rank() - 1; i >= 0; i--) {
            if (values.size(i) != 1 && values.stride(i) != stride) {
                return false;
            }
            stride *= values.size(i);
        }
        return values.dataType() == DataType.FLOAT;
    }

    @Override
    public void read(long at, float[] into, int n) {
        read(at, into, 0, n);
    }

    /** Copies n elements from a place on to a heap array, from its element {@code first} on. */
    public void read(long at, float[] into, int first, int n) {
        buffer(at).get(inBuffer(at), into, first, n);
    }

    /** Copies the first n elements of a heap array to a place; n is below 2²⁸. */
    public void write(long at, float[] from, int n) {
        write(at, from, 0, n);
    }

    /** Copies n elements of a heap array, from its element {@code first} on, to a place. */
    public void write(long at, float[] from, int first, int n) {
        buffer(at).put(inBuffer(at), from, first, n);
    }

    /** Copies n elements of another memory, or of this one where they do not overlap, to a place; n is below 2²⁸. */
    public void copy(long at, HostFloats from, long fromAt, int n) {
        buffer(at).put(inBuffer(at), from.buffer(fromAt), inBuffer(fromAt), n);
    }

    /** Returns one element. */
    public float get(long at) {
        return buffer(at).get(inBuffer(at));
    }

    /** Sets one element. */
    public void set(long at, float value) {
        buffer(at).put(inBuffer(at), value);
    }

    @Override
    public void clear(long from, long to) {
        for (long at = from; at < to; at += CLEARED_AT_ONCE) {
            write(at, ZEROS, (int) Math.min(CLEARED_AT_ONCE, to - at));
        }
    }

    /** Returns the buffers that share the memory: the one with the number of {@link #bufferOf} has a row as a whole. */
    protected final ByteBuffer[] bytes() {
        return bytes;
    }

    /** Returns the number of the buffer for rows that begin at an element. */
    protected static int bufferOf(long at) {
        return (int) (at >>> STRIDE_BITS);
    }

    /** Returns the place of an element in the buffer of {@link #bufferOf}, counted in floats. */
    protected static int inBuffer(long at) {
        return (int) (at & STRIDE - 1);
    }

    /** Returns the first element of a buffer. */
    protected static long firstOf(int buffer) {
        return buffer * STRIDE;
    }

    private FloatBuffer buffer(long at) {
        return buffers[bufferOf(at)];
    }

    @Override
    public void close() {
        floats.close();
    }
}
