package growth.engine.torch.aten;

import com.sun.jna.Pointer;
import java.util.function.LongConsumer;

/** Makes tensors, and moves elements between arrays, host memory and the device. */
public final class Tensors {
    private final Calls calls;
    private final Device device;

    Tensors(Calls calls, Device device) {
        this.calls = calls;
        this.device = device;
    }

    /** Returns a tensor of the device whose elements are anything. */
    public Tensor empty(Dtype dtype, long... sizes) {
        return calls.empty(dtype, sizes);
    }

    /** Returns a tensor of zeros. */
    public Tensor zeros(Dtype dtype, long... sizes) {
        return full(dtype, 0, sizes);
    }

    /** Returns a tensor of one value. */
    public Tensor full(Dtype dtype, double value, long... sizes) {
        Tensor tensor = empty(dtype, sizes);
        calls.fill(tensor, value);
        return tensor;
    }

    /** Returns a tensor over host memory at an address, without a copy; whoever owns the memory keeps it longer than the tensor. */
    public Tensor blob(long address, Dtype dtype, long... sizes) {
        return calls.blob(address, dtype, Device.CPU, sizes);
    }

    /** Returns a tensor over device memory at an address, as {@link Tensor#address} tells it. */
    public Tensor deviceBlob(long address, Dtype dtype, long... sizes) {
        return calls.blob(address, dtype, device, sizes);
    }

    /** Returns floats on the device, without waiting for it. */
    public Tensor upload(float[] values, long... sizes) {
        Tensor target = empty(Dtype.F32, sizes);
        require(target, values.length);
        upload(values, values.length, target);
        return target;
    }

    /** Returns longs on the device, without waiting for it. */
    public Tensor upload(long[] values, long... sizes) {
        Tensor target = empty(Dtype.I64, sizes);
        require(target, values.length);
        upload(values, values.length, target);
        return target;
    }

    /** Returns truth values on the device, without waiting for it. */
    public Tensor upload(boolean[] values, long... sizes) {
        Tensor target = empty(Dtype.BOOL, sizes);
        require(target, values.length);
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        into(target, Dtype.BOOL, bytes.length, address -> new Pointer(address).write(0, bytes, 0, bytes.length));
        return target;
    }

    /**
     * Writes floats over the first elements of a contiguous tensor, without waiting for the device.
     *
     * @param count how many of the values are written
     */
    public void upload(float[] values, int count, Tensor target) {
        into(target, Dtype.F32, count, address -> new Pointer(address).write(0, values, 0, count));
    }

    /** Writes longs as {@link #upload(float[], int, Tensor)} does floats. */
    public void upload(long[] values, int count, Tensor target) {
        into(target, Dtype.I64, count, address -> new Pointer(address).write(0, values, 0, count));
    }

    private void into(Tensor target, Dtype dtype, int count, LongConsumer writer) {
        if (target.dtype() != dtype || target.numel() < count || !target.isContiguous()) {
            throw new IllegalArgumentException(count + " elements of " + dtype + " do not fit into " + target);
        }
        if (count == 0) {
            return;
        }
        if (!device.cuda()) {
            writer.accept(target.address());
            return;
        }
        try (Arena arena = calls.arenas().open()) {
            // libtorch keeps pinned memory from being used again until the copy is done
            Tensor pinned = calls.emptyOnHost(dtype, count);
            writer.accept(pinned.address());
            Tensor start = calls.blob(target.address(), dtype, device, count);
            calls.inPlace("copy_", calls.ref(start), calls.ref(pinned), 1);
        }
    }

    private static void require(Tensor tensor, int length) {
        if (tensor.numel() != length) {
            throw new IllegalArgumentException(length + " elements do not fill " + tensor);
        }
    }

    /** Returns the tensor on another device: itself if it is there already. */
    public Tensor to(Tensor x, Device target) {
        long at = calls.present((long) target.type() << 32 | target.index());
        return calls.call("to.dtype_layout", calls.ref(x), 0, 0, at, 0, 0, 0, 0);
    }

    /** Returns all elements as floats, in row-major order; waits for the device. */
    public float[] floats(Tensor x) {
        try (Arena arena = calls.arenas().open()) {
            Tensor host = host(x, Dtype.F32);
            return new Pointer(host.address()).getFloatArray(0, Math.toIntExact(host.numel()));
        }
    }

    /** Returns all elements as longs, in row-major order; waits for the device. */
    public long[] longs(Tensor x) {
        try (Arena arena = calls.arenas().open()) {
            Tensor host = host(x, Dtype.I64);
            return new Pointer(host.address()).getLongArray(0, Math.toIntExact(host.numel()));
        }
    }

    private Tensor host(Tensor x, Dtype dtype) {
        Tensor typed = calls.call("to.dtype", calls.ref(x), dtype.code(), 0, 0, 0);
        Tensor there = device.cuda() ? to(typed, Device.CPU) : typed;
        return calls.call("contiguous", calls.ref(there), Abi.memoryFormatContiguousFormat());
    }

    /** Returns the only element of an F32 tensor; waits for the device. */
    public float item(Tensor x) {
        return calls.facts().item(x.handle());
    }
}
