package growth.engine.torch.aten;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import growth.api.GrowthException;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls into libtorch for one {@link Aten}: a stack of arguments in native memory, names of operators, and the arenas that own what comes
 * back. The callee takes over every handle on the stack, so tensors are passed as new references. Confined to a thread.
 */
final class Calls {
    private static final int SLOTS = 64;
    private static final int SPARE = 4;
    /** The bytes of a scalar: a tag, then a value of up to 16 bytes, aligned at 16. */
    private static final int SCALAR = 32;
    private static final int TAG_DOUBLE = 0;
    private static final int TAG_LONG = 1;

    private final Memory memory = new Memory(8L * SLOTS);
    private final LongBuffer stack = memory.getByteBuffer(0, memory.size()).asLongBuffer();
    private final long address = Pointer.nativeValue(memory);
    private final Memory scratch = new Memory(8L * SLOTS);
    private final LongBuffer words = scratch.getByteBuffer(0, scratch.size()).asLongBuffer();
    private final long result = Pointer.nativeValue(scratch);
    private final Memory scalars = new Memory(3 * SCALAR);
    private final long scalar = (Pointer.nativeValue(scalars) + 15) & -16;
    private final Map<String, Operator> operators = new HashMap<>();
    private final Thread thread = Thread.currentThread();
    private final Arenas arenas = new Arenas(this);
    private final Facts facts = new Facts(this);
    private final Libtorch libtorch;
    private final Device device;

    /** Keeps the device current for the thread, for kernels that are launched beside libtorch; null on the processor and once closed. */
    private Pointer guard;

    Calls(Libtorch libtorch, Device device) {
        this.libtorch = libtorch;
        this.device = device;
        if (device.cuda()) {
            guard = cuda().enter(device);
        }
    }

    private Cuda cuda() {
        return libtorch.cuda().orElseThrow(() -> new IllegalStateException(libtorch + " has no part for CUDA"));
    }

    void close() {
        arenas.closeAll();
        if (guard != null) {
            cuda().leave(guard);
            guard = null;
        }
    }

    /** An operator's name and overload as C strings. */
    private record Operator(Memory name, Memory overload) {
        static Operator of(String text) {
            int dot = text.indexOf('.');
            return new Operator(text("aten::" + (dot < 0 ? text : text.substring(0, dot))), text(dot < 0 ? "" : text.substring(dot + 1)));
        }
    }

    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    Arenas arenas() {
        return arenas;
    }

    /** Returns what libtorch tells of tensors. */
    Facts facts() {
        return facts;
    }

    Tensor own(long handle) {
        return arenas.own(handle);
    }

    // calls

    /** Calls an operator, such as {@code mul.Tensor}, that returns one tensor. */
    Tensor call(String operator, long... arguments) {
        run(operator, arguments);
        return own(stack.get(0));
    }

    /** Calls an operator that returns several tensors. */
    Tensor[] several(String operator, int count, long... arguments) {
        long[] results = values(operator, count, arguments);
        Tensor[] tensors = new Tensor[count];
        for (int i = 0; i < count; i++) {
            tensors[i] = own(results[i]);
        }
        return tensors;
    }

    /** Calls an operator that returns several values: handles, which the caller owns now, or numbers. */
    long[] values(String operator, int count, long... arguments) {
        run(operator, arguments);
        long[] results = new long[count];
        stack.get(0, results);
        return results;
    }

    /** Calls an operator that returns a list of tensors. */
    Tensor[] parts(String operator, long... arguments) {
        run(operator, arguments);
        long list = stack.get(0);
        check(Abi.listSize(list, result), operator);
        Tensor[] tensors = new Tensor[(int) words.get(0)];
        for (int i = 0; i < tensors.length; i++) {
            check(Abi.listGetItem(list, i, result), operator);
            tensors[i] = own(words.get(0));
        }
        Abi.deleteList(list);
        return tensors;
    }

    /** Calls an operator that returns its first argument. */
    void inPlace(String operator, long... arguments) {
        run(operator, arguments);
        Abi.deleteTensorObject(stack.get(0));
    }

    /** Calls an operator that returns nothing. */
    void run(String operator, long... arguments) {
        confine();
        Operator named = operators.computeIfAbsent(operator, Operator::of);
        stack.put(0, arguments);
        // a later version's operator may read more arguments: none, for those it has added
        for (int i = arguments.length; i < arguments.length + SPARE; i++) {
            stack.put(i, 0);
        }
        if (Abi.callDispatcher(Pointer.nativeValue(named.name), Pointer.nativeValue(named.overload), address, Abi.VERSION) != 0) {
            throw failure(operator);
        }
    }

    void confine() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("tensors of " + thread.getName() + " were used by " + Thread.currentThread().getName());
        }
    }

    void check(int status, String operator) {
        if (status != 0) {
            throw failure(operator);
        }
    }

    private GrowthException failure(String operator) {
        return libtorch.failures().failure(operator, device, () -> device.cuda() && cuda().isExhausted(device));
    }

    // arguments

    long ref(Tensor tensor) {
        check(Abi.newTensorHandle(tensor.handle(), result), "a reference");
        return words.get(0);
    }

    /** A tensor that may be null. */
    long maybe(Tensor tensor) {
        return tensor == null ? 0 : present(ref(tensor));
    }

    /** An optional value that is there: a box that libtorch frees with delete, which up to 2.12 only malloc can provide. */
    long present(long value) {
        long box;
        if (libtorch.makesBoxes()) {
            check(Boxes.make(result), "a box");
            box = words.get(0);
        } else {
            box = Native.malloc(8);
        }
        new Pointer(box).setLong(0, value);
        return box;
    }

    /** A float of a schema, which is a double. */
    long real(double value) {
        return Double.doubleToRawLongBits(value);
    }

    /** A tensor of one element on the processor, in place of a scalar: the other operand decides the type of the result. */
    long scalar(double value) {
        check(Abi.scalarToTensorFloat32((float) value, result), "a scalar");
        return words.get(0);
    }

    /** A tensor of one whole number on the processor. */
    long whole(long value) {
        check(Abi.scalarToTensorInt64(value, result), "a scalar");
        return words.get(0);
    }

    long list(long... values) {
        long list = list(values.length);
        for (long value : values) {
            check(Abi.listPushBack(list, value), "a list");
        }
        return list;
    }

    long list(int[] values) {
        long list = list(values.length);
        for (int value : values) {
            check(Abi.listPushBack(list, value), "a list");
        }
        return list;
    }

    long list(Collection<Tensor> tensors) {
        long list = list(tensors.size());
        for (Tensor tensor : tensors) {
            check(Abi.listPushBack(list, ref(tensor)), "a list");
        }
        return list;
    }

    private long list(int size) {
        check(Abi.newListReserveSize(size, result), "a list");
        return words.get(0);
    }

    long string(String text) {
        Memory bytes = text(text);
        check(Abi.newStringHandle(Pointer.nativeValue(bytes), bytes.size() - 1, result), "a string");
        return words.get(0);
    }

    /** Writes one of two scalars and returns its address, for functions outside the stable ABI. */
    long scalarAt(int index, double value) {
        long at = scalar + (long) SCALAR * index;
        Pointer pointer = new Pointer(at);
        boolean whole = value == (long) value;
        pointer.setInt(0, whole ? TAG_LONG : TAG_DOUBLE);
        if (whole) {
            // tensors of integers refuse a factor that is a double
            pointer.setLong(16, (long) value);
        } else {
            pointer.setDouble(16, value);
        }
        return at;
    }

    // functions outside the dispatcher

    /** Returns {@code self + alpha · other}. */
    Tensor add(Tensor self, Tensor other, double alpha) {
        confine();
        Shapes.requireBroadcast("add", self, other);
        if (device.cuda()) {
            reserve(self, other);
        }
        requireWhole("add", self, alpha);
        requireHere("add", self, other);
        long handle = undefined();
        libtorch.adder().add(handle, self.handle(), other.handle(), scalarAt(0, alpha));
        return own(handle);
    }

    /** Lets the allocator find room for a sum, where lack of it can be reported; it keeps what is freed here for the next who asks. */
    private void reserve(Tensor a, Tensor b) {
        Dtype wider = a.dtype().bytes() >= b.dtype().bytes() ? a.dtype() : b.dtype();
        delete(emptyHandle(wider, Shapes.broadcast(a, b)));
    }

    /** Returns a handle of no tensor, for a function that writes one there. */
    long undefined() {
        check(Abi.newUninitializedTensor(result), "a handle");
        return words.get(0);
    }

    /** Runs a function outside the stable ABI that writes in place, without recording: it would refuse leaves by ending the process. */
    void write(String operator, Runnable function, Tensor target, Tensor... others) {
        confine();
        requireHere(operator, target, others);
        boolean recording = Abi.gradModeIsEnabled() != 0;
        Abi.gradModeSetEnabled(0);
        function.run();
        Abi.gradModeSetEnabled(recording ? 1 : 0);
    }

    static void requireWhole(String operator, Tensor target, double factor) {
        if (factor != Math.rint(factor) && target.dtype() == Dtype.I64) {
            throw new IllegalArgumentException(operator + ": integers have no multiple " + factor);
        }
    }

    /** Checks that tensors lie where the first one does; a scalar may lie on the processor. */
    private void requireHere(String operator, Tensor target, Tensor... others) {
        if (device.cuda()) {
            for (Tensor other : others) {
                if (other.isOnCuda() != target.isOnCuda() && (other.isOnCuda() || other.dim() > 0)) {
                    throw new IllegalArgumentException(operator + ": tensors of processor and GPU meet");
                }
            }
        }
    }

    Tensor subtract(Tensor self, Tensor other) {
        if (self.dtype() == Dtype.I64 && other.dtype() == Dtype.I64) {
            return add(self, other, -1);
        }
        confine();
        check(Abi.subtractTensor(self.handle(), other.handle(), 1, result), "sub");
        return own(words.get(0));
    }

    void fill(Tensor target, double value) {
        confine();
        check(Abi.fillScalar(target.handle(), value), "fill");
    }

    /** Returns an uninitialised tensor of this device. */
    Tensor empty(Dtype dtype, long... sizes) {
        return own(emptyHandle(dtype, sizes));
    }

    private long emptyHandle(Dtype dtype, long... sizes) {
        confine();
        layout(sizes);
        check(Abi.emptyStrided(sizes.length, result + 8, result + 8 + 8L * sizes.length, dtype.code(), device.type(), device.index(),
                result), "empty");
        return words.get(0);
    }

    /** Returns an uninitialised tensor of host memory, pinned where a GPU is to read it. */
    Tensor emptyOnHost(Dtype dtype, long... sizes) {
        confine();
        layout(sizes);
        long strides = result + 8 + 8L * sizes.length;
        check(device.cuda()
                ? Abi.emptyStridedPinned(sizes.length, result + 8, strides, dtype.code(), Device.CPU.type(), 0, result)
                : Abi.emptyStrided(sizes.length, result + 8, strides, dtype.code(), Device.CPU.type(), 0, result), "empty");
        return own(words.get(0));
    }

    /** Returns a tensor over memory that somebody else owns and keeps. */
    Tensor blob(long data, Dtype dtype, Device device, long... sizes) {
        confine();
        layout(sizes);
        check(Abi.createTensorFromBlob(data, sizes.length, result + 8, result + 8 + 8L * sizes.length, 0, dtype.code(),
                device.type(), device.index(), result), "from_blob");
        return own(words.get(0));
    }

    /** Writes sizes, then row-major strides, behind the first word. */
    private void layout(long[] sizes) {
        int n = sizes.length;
        long stride = 1;
        for (int i = n - 1; i >= 0; i--) {
            words.put(1 + i, sizes[i]);
            words.put(1 + n + i, stride);
            stride *= Math.max(sizes[i], 1);
        }
    }

    void drop(long handle) {
        delete(handle);
        arenas.dropped();
    }

    private static void delete(long handle) {
        Abi.deleteTensorObject(handle);
    }
}
