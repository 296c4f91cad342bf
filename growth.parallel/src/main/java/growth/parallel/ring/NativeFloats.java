package growth.parallel.ring;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of a one-dimensional array of floats, piece by piece. */
final class NativeFloats {
    private final INDArray array;
    private final FloatPointer base;

    /**
     * @throws IllegalArgumentException if the array is not one-dimensional, float32 and contiguous
     */
    NativeFloats(INDArray array) {
        if (array.rank() != 1 || array.dataType() != DataType.FLOAT || array.length() > 1 && array.stride(0) != 1) {
            throw new IllegalArgumentException("sums are over one row of floats, not " + array.shapeInfoToString());
        }
        // held, so that nobody frees the memory
        this.array = array;
        base = new FloatPointer(array.data().addressPointer());
    }

    /** Returns the number of elements. */
    long length() {
        return array.length();
    }

    /** Returns a buffer over the memory of some elements. */
    ByteBuffer bytes(long from, int count) {
        return new FloatPointer(base).position(from).limit(from + count).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Adds received values to elements, which come first in the addition. */
    void add(long from, FloatBuffer values) {
        FloatBuffer own = bytes(from, values.remaining()).asFloatBuffer();
        for (int i = 0, n = values.remaining(); i < n; i++) {
            own.put(i, own.get(i) + values.get(i));
        }
    }
}
