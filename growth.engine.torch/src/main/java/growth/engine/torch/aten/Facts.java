package growth.engine.torch.aten;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.LongBuffer;

/** What libtorch tells of tensors: shapes, types, addresses, values, and the slots of their gradients. */
final class Facts {
    private final Calls calls;
    private final Memory memory = new Memory(Long.BYTES);
    private final LongBuffer words = memory.getByteBuffer(0, memory.size()).asLongBuffer();
    private final long result = Pointer.nativeValue(memory);

    Facts(Calls calls) {
        this.calls = calls;
    }

    long[] sizes(long handle) {
        calls.check(Abi.getDim(handle, result), "dim");
        int dimensions = (int) words.get(0);
        if (dimensions == 0) {
            return new long[0];
        }
        calls.check(Abi.getSizes(handle, result), "sizes");
        return new Pointer(words.get(0)).getLongArray(0, dimensions);
    }

    long[] strides(long handle, int dimensions) {
        calls.check(Abi.getStrides(handle, result), "strides");
        return new Pointer(words.get(0)).getLongArray(0, dimensions);
    }

    Dtype dtype(long handle) {
        calls.check(Abi.getDtype(handle, result), "dtype");
        return Dtype.of((int) words.get(0));
    }

    boolean onCuda(long handle) {
        calls.check(Abi.getDeviceType(handle, result), "device");
        return (int) words.get(0) != Device.CPU.type();
    }

    boolean contiguous(long handle) {
        calls.check(Abi.isContiguous(handle, result), "is_contiguous");
        return (words.get(0) & 0xff) != 0;
    }

    long address(long handle) {
        calls.check(Abi.getMutableDataPtr(handle, result), "data_ptr");
        return words.get(0);
    }

    /** Returns the number of threads of operators on the processor. */
    int threads() {
        calls.check(Abi.getNumThreads(result), "get_num_threads");
        return (int) words.get(0);
    }

    float item(long handle) {
        calls.check(Abi.itemFloat32(handle, result), "item");
        return Float.intBitsToFloat((int) words.get(0));
    }

    void requireGradient(Tensor tensor, boolean required) {
        calls.check(Abi.setRequiresGrad(tensor.handle(), required ? 1 : 0), "requires_grad");
    }

    /** Returns the handle of the gradient's slot; it belongs to the leaf. */
    long slot(Tensor leaf) {
        return Unpromised.mutableGrad(new Pointer(leaf.handle()).getLong(0));
    }

    /** Returns whether a slot holds a tensor. */
    boolean filled(long slot) {
        calls.check(Abi.isDefined(slot, result), "is_defined");
        return (words.get(0) & 0xff) != 0;
    }

    Tensor copyOfSlot(long slot) {
        calls.check(Abi.newTensorHandle(slot, result), "grad");
        return calls.own(words.get(0));
    }

    void assign(long source, long slot) {
        calls.check(Abi.assignTensors(source, slot), "grad");
    }

    void clear(long slot) {
        long undefined = calls.undefined();
        calls.check(Abi.assignTensors(undefined, slot), "grad");
        Abi.deleteTensorObject(undefined);
    }
}
