package growth.engine.torch.memory;

import growth.engine.common.memory.HostFloats;
import growth.engine.common.memory.NativeArray;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;

/** A flat row of floats in ND4J's memory, which tensors see without a copy. */
final class SharedTensors extends HostFloats implements FlatTensors {
    private final Aten aten;
    private final Tensor tensor;

    private SharedTensors(Aten aten, NativeArray floats, long length) {
        super(floats, length);
        this.aten = aten;
        tensor = aten.hold(aten.tensors().blob(pointer().address(), Dtype.F32, length));
    }

    static SharedTensors zeros(Aten aten, long length) {
        return new SharedTensors(aten, zeros(length), length);
    }

    static SharedTensors uninitialised(Aten aten, long length) {
        return new SharedTensors(aten, arbitrary(length), length);
    }

    @Override
    public Tensor tensor() {
        return tensor;
    }

    @Override
    public Tensor tensor(long at, long... sizes) {
        return Part.of(aten, tensor, at, sizes);
    }

    @Override
    public void written() {
        // views see the same memory
    }

    @Override
    public void takeBack(long at, long count) {
        // tensors see the same memory
    }

    @Override
    public void close() {
        // whoever still has a view of the tensor must not use it: the memory is ND4J's
        tensor.release();
        super.close();
    }
}
