package growth.engine.common.memory;

import java.lang.ref.Cleaner;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array of floats outside the Java heap, and what releases it. ND4J fills every array that it allocates with zeros, by one thread and
 * before anyone asked: for large memories that takes longer than all that follows. Here the system gives pages of zeros when they are
 * first used, to whichever thread uses them.
 *
 * @param array   the array, a row
 * @param release releases its memory; may be called again
 */
public record NativeArray(INDArray array, Runnable release) implements AutoCloseable {
    /** Releases what nobody can reach any more, as ND4J does with its own: views hold on to the buffer. */
    private static final Cleaner UNREACHABLE = Cleaner.create();
    /** Bytes of a line of the cache, and of the widest vector. */
    private static final int ALIGNMENT = 64;

    /** Wraps an array that owns its memory. */
    public static NativeArray of(INDArray array) {
        return new NativeArray(array, () -> { });
    }

    /**
     * Returns an array of floats that are 0.
     *
     * @throws OutOfMemoryError if the system has no memory left
     */
    static NativeArray zeros(long length) {
        return at(Pointer.calloc(1, bytes(length)), length);
    }

    /**
     * Returns an array of floats with arbitrary contents.
     *
     * @throws OutOfMemoryError if the system has no memory left
     */
    static NativeArray uninitialised(long length) {
        return at(Pointer.malloc(bytes(length)), length);
    }

    private static long bytes(long length) {
        return Float.BYTES * length + ALIGNMENT;
    }

    private static NativeArray at(Pointer memory, long length) {
        if (memory == null || memory.isNull()) {
            throw new OutOfMemoryError("the system has no " + bytes(length) + " bytes of memory");
        }
        Pointer first = new BytePointer(memory).getPointer(-memory.address() & ALIGNMENT - 1);
        DataBuffer buffer = Nd4j.createBuffer(new FloatPointer(first).capacity(length), length, DataType.FLOAT);
        Cleaner.Cleanable release = UNREACHABLE.register(buffer, () -> Pointer.free(memory));
        return new NativeArray(Nd4j.create(buffer, new long[] {length}, new long[] {1}, 0, 'c'), release::clean);
    }

    @Override
    public void close() {
        if (!array.wasClosed()) {
            array.close();
        }
        release.run();
    }
}
