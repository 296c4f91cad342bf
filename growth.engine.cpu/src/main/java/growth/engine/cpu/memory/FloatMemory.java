package growth.engine.cpu.memory;

import growth.engine.common.memory.FlatMemory;
import growth.engine.common.memory.HostFloats;
import growth.engine.common.memory.NativeArray;
import growth.engine.cpu.onednn.Format;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A flat row of floats in the machine's memory, with pointers for BLAS and windows for row kernels. New memory holds zeros. */
public final class FloatMemory extends HostFloats implements NativeMemory {
    private static final int OPERANDS = 3;

    private final FloatPointer[] pointers;
    private final Window[] windows;
    private final long first;

    /**
     * @param length  floats
     * @param workers number of threads that will ask for pointers
     */
    public FloatMemory(long length, int workers) {
        this(zeros(length), length, workers);
    }

    /** Creates memory with arbitrary contents, for what will be overwritten; its pages are not touched yet. */
    public static FloatMemory uninitialised(long length, int workers) {
        return new FloatMemory(arbitrary(length), length, workers);
    }

    /**
     * Wraps the memory of an array; {@link #close} closes the array.
     *
     * @param array   a row-major array of floats with memory of its own
     * @param workers number of threads that will ask for pointers
     */
    public FloatMemory(INDArray array, int workers) {
        this(NativeArray.of(array), array.length(), workers);
    }

    private FloatMemory(NativeArray floats, long length, int workers) {
        super(floats, length);
        pointers = new FloatPointer[OPERANDS * workers];
        for (int i = 0; i < pointers.length; i++) {
            pointers[i] = pointer();
        }
        first = pointers.length == 0 ? 0 : pointers[0].address();
        windows = new Window[bytes().length];
        Arrays.setAll(windows, i -> new Window(bytes()[i], address(firstOf(i))));
    }

    /**
     * Returns what makes such memories.
     *
     * @param workers number of threads that will ask for pointers
     */
    public static FlatMemory.Source<FloatMemory> source(int workers) {
        return new FlatMemory.Source<>() {
            @Override
            public FloatMemory zeros(long length) {
                return new FloatMemory(length, workers);
            }

            @Override
            public FloatMemory uninitialised(long length) {
                return FloatMemory.uninitialised(length, workers);
            }
        };
    }

    @Override
    public Format format() {
        return Format.F32;
    }

    @Override
    public long address(long at) {
        return first + at * Float.BYTES;
    }

    /** Returns the window in which a row lies that begins with an element. */
    public Window window(long at) {
        return windows[bufferOf(at)];
    }

    /** Returns the place of an element in its {@link #window}, in bytes. */
    public long offset(long at) {
        return (long) Float.BYTES * inBuffer(at);
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
}
