package growth.engine.torch.memory;

import growth.engine.common.memory.HostFloats;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A flat row of floats in the memory of a device. Views see a mirror in the machine's memory, which is brought up to date by
 * {@link #publish}. Arrays are uploaded one by one.
 */
final class MirroredTensors implements FlatTensors {
    private final Aten aten;
    private final Tensor tensor;
    private HostFloats mirror;
    private boolean stale = true;

    /** Creates memory with arbitrary contents. */
    MirroredTensors(Aten aten, long length) {
        this.aten = aten;
        tensor = aten.hold(aten.tensors().empty(Dtype.F32, length));
    }

    @Override
    public long length() {
        return tensor.numel();
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
        stale = true;
    }

    @Override
    public INDArray view(long at, long... shape) {
        return mirror().view(at, shape);
    }

    private HostFloats mirror() {
        if (mirror == null) {
            mirror = HostFloats.uninitialised(length());
            stale = true;
        }
        return mirror;
    }

    @Override
    public void publish() {
        if (mirror == null || stale) {
            copy(0, length(), mirror().pointer().address(), false);
            stale = false;
        }
    }

    @Override
    public void takeBack(long at, long count) {
        copy(at, count, mirror().pointer().getPointer(at).address(), true);
    }

    @Override
    public void assign(long at, INDArray values, long... shape) {
        if (values.dataType() == DataType.FLOAT && values.ordering() == 'c' && !values.isView()) {
            copy(at, values.length(), values.data().addressPointer().address(), true);
        } else {
            try (HostFloats plain = HostFloats.uninitialised(values.length())) {
                plain.assign(0, values, shape);
                copy(at, values.length(), plain.pointer().address(), true);
            }
        }
        stale = true;
    }

    /** Copies elements between the device and an address in the machine's memory, and waits for it. */
    private void copy(long at, long count, long address, boolean toDevice) {
        try (Arena arena = aten.open()) {
            Tensor here = aten.tensors().blob(address, Dtype.F32, count);
            Tensor there = aten.narrow(tensor, 0, at, count);
            if (toDevice) {
                aten.inPlace().copy(there, here);
            } else {
                aten.inPlace().copy(here, there);
            }
        }
    }

    @Override
    public void read(long at, float[] into, int n) {
        try (Arena arena = aten.open()) {
            System.arraycopy(aten.tensors().floats(aten.narrow(tensor, 0, at, n)), 0, into, 0, n);
        }
    }

    @Override
    public void clear(long from, long to) {
        if (to > from) {
            try (Arena arena = aten.open()) {
                aten.inPlace().zero(aten.narrow(tensor, 0, from, to - from));
            }
            stale = true;
        }
    }

    @Override
    public void close() {
        tensor.release();
        if (mirror != null) {
            mirror.close();
            mirror = null;
        }
    }
}
