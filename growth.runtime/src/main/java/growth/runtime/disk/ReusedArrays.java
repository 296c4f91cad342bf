package growth.runtime.disk;

import growth.api.algebra.GrownArrays;
import growth.api.model.OptimizerState.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays that lie in the same memory one after the other: each is valid until the next one is asked for. Fresh memory for every tensor of
 * a model costs more than all else that happens to the tensor: the system fills its pages with zeros first.
 */
final class ReusedArrays implements GrownArrays {
    private INDArray memory;

    /** Returns a row-major array of that type and shape, whose contents are arbitrary; it does not own its memory. */
    INDArray array(DataType type, long... shape) {
        long length = 1;
        long[] strides = new long[shape.length];
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = length;
            length *= shape[i];
        }
        // one more than is used: ND4J takes an array that covers all its memory for the owner
        if (memory == null || memory.dataType() != type || memory.length() <= length) {
            close();
            memory = Nd4j.createUninitialized(type, length + 1);
        }
        return Nd4j.create(memory.data(), shape, strides, 0, 'c');
    }

    @Override
    public INDArray parameter(String name, DataType type, long... shape) {
        return array(type, shape);
    }

    /** {@inheritDoc} They have memory of their own: only parameters are grown from file to file. */
    @Override
    public INDArray average(String average, String name, DataType type, long... shape) {
        return OWN.average(average, name, type, shape);
    }

    @Override
    public INDArray slot(String name, Slot slot, DataType type, long... shape) {
        return OWN.slot(name, slot, type, shape);
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
