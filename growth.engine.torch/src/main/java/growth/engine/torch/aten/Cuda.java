package growth.engine.torch.aten;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.Optional;

/**
 * The CUDA part of libtorch: its current stream and device by the stable ABI, memory by the CUDA runtime that libtorch itself has loaded.
 */
public final class Cuda {
    /** More than any GPU has; libtorch refuses from 2⁶⁰ on without trying. */
    private static final long IMPOSSIBLE = 1L << 50;
    private static final int SILENT = 4;
    /** Bytes that others may free in a moment. */
    private static final long LITTLE = 64L << 20;
    /** Less than this part of the memory is little. */
    private static final int SCARCE = 5;
    private final NativeLibrary torch;

    /**
     * Memory of a GPU, of all processes that use it.
     *
     * @param free  bytes that nobody has; what libtorch keeps for later is not among them
     * @param total bytes
     */
    public record Memory(long free, long total) {
    }

    Cuda(NativeLibrary torch) {
        this.torch = torch;
    }

    /** Returns the address of the stream on which libtorch computes on a device; 0 is the default stream. */
    public long stream(Device device) {
        PointerByReference stream = new PointerByReference();
        call("aoti_torch_get_current_cuda_stream", device.index(), stream);
        return Pointer.nativeValue(stream.getValue());
    }

    /** Waits until everything that was asked of a device is done. */
    public void synchronize(Device device) {
        call("torch_cuda_stream_synchronize", new Pointer(stream(device)), device.index());
    }

    /** Returns the memory of a device. */
    public Memory memory(Device device) {
        IntByReference before = new IntByReference();
        call("cudaGetDevice", before);
        call("cudaSetDevice", device.index());
        LongByReference free = new LongByReference();
        LongByReference total = new LongByReference();
        call("cudaMemGetInfo", free, total);
        call("cudaSetDevice", before.getValue());
        return new Memory(free.getValue(), total.getValue());
    }

    /** Makes a device the calling thread's; returns a guard for {@link #leave}. */
    Pointer enter(Device device) {
        PointerByReference guard = new PointerByReference();
        call("aoti_torch_create_cuda_guard", device.index(), guard);
        return guard.getValue();
    }

    /** Makes the device current that was so before. */
    void leave(Pointer guard) {
        call("aoti_torch_delete_cuda_guard", guard);
    }

    /**
     * Gives all memory back to a device that libtorch keeps for later. The ABI has no function for it, but libtorch does so before it
     * reports that memory is exhausted; so more is asked for than there can be. What graphs hold stays.
     */
    public void releaseCache(Device device) {
        Optional<Pointer> level = logLevel();
        int before = level.map(p -> p.getInt(0)).orElse(0);
        level.ifPresent(p -> p.setInt(0, SILENT));
        Pointer guard = enter(device);
        try {
            PointerByReference memory = new PointerByReference();
            int status = torch.getFunction("aoti_torch_cuda_caching_allocator_raw_alloc").invokeInt(new Object[]{IMPOSSIBLE, memory});
            if (status == 0) {
                call("aoti_torch_cuda_caching_allocator_raw_delete", memory.getValue());
            }
        } finally {
            leave(guard);
            level.ifPresent(p -> p.setInt(0, before));
        }
    }

    /**
     * Returns whether a call that has just failed without a word lacked memory: libtorch then has given back what it kept, so that nothing
     * more can be given back, and yet little is free.
     */
    boolean isExhausted(Device device) {
        long before = memory(device).free();
        releaseCache(device);
        Memory after = memory(device);
        return after.free() - before < LITTLE && after.free() < after.total() / SCARCE;
    }

    /** Returns the address of the level from which libtorch prints what it logs, where it exports it. */
    private Optional<Pointer> logLevel() {
        try {
            return Optional.of(torch.getGlobalVariableAddress("FLAGS_caffe2_log_level"));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    private void call(String function, Object... arguments) {
        int status = torch.getFunction(function).invokeInt(arguments);
        if (status != 0) {
            throw new IllegalStateException(function + " failed with error " + status);
        }
    }
}
