package growth.engine.torch.kernels;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import growth.api.GrowthException;
import growth.engine.torch.aten.Gpu;
import java.util.HashMap;
import java.util.Map;

/**
 * What is needed of CUDA's driver interface, through JNA: it loads machine code into the context that libtorch has made current on the
 * calling thread, and launches kernels on a stream of libtorch's. Belongs to that thread.
 */
public final class KernelDriver {
    /** The driver's library on Linux. */
    public static final String LIBRARY = "libcuda.so.1";
    private final NativeLibrary library;
    private final Function launch;

    /**
     * Loads the driver.
     *
     * @param file name or path of its library
     * @throws GrowthException if it cannot be loaded
     */
    public KernelDriver(String file) {
        try {
            library = NativeLibrary.getInstance(file);
            launch = library.getFunction("cuLaunchKernel");
        } catch (UnsatisfiedLinkError e) {
            throw failure("cannot load CUDA's driver " + file + ": " + e.getMessage().lines().findFirst().orElse(""));
        }
        check("cuInit", call("cuInit", 0));
    }

    /** Returns the architecture of a GPU as compilers name it, such as sm_90a. */
    static String architecture(Gpu gpu) {
        // code for Hopper may use what no successor has
        return "sm_" + gpu.major() + gpu.minor() + (gpu.major() == 9 ? "a" : "");
    }

    /**
     * Loads machine code into the current context.
     *
     * @throws GrowthException if no context is current: libtorch has not used the device on this thread yet
     */
    public Module load(byte[] code) {
        PointerByReference context = new PointerByReference();
        check("cuCtxGetCurrent", call("cuCtxGetCurrent", context));
        if (context.getValue() == null) {
            throw failure("no CUDA context is current on this thread");
        }
        PointerByReference module = new PointerByReference();
        try (Memory copy = new Memory(code.length)) {
            copy.write(0, code, 0, code.length);
            check("cuModuleLoadData", call("cuModuleLoadData", module, copy));
        }
        return new Module(module.getValue());
    }

    private int call(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    private void check(String what, int result) {
        if (result != 0) {
            PointerByReference name = new PointerByReference();
            boolean known = call("cuGetErrorName", result, name) == 0 && name.getValue() != null;
            throw failure(what + " failed with " + (known ? name.getValue().getString(0) : "error " + result));
        }
    }

    private static GrowthException failure(String what) {
        return new GrowthException(GrowthException.Kind.FAILING_PLUGIN, "kernels for the GPU: " + what);
    }

    /**
     * How many threads a launch has.
     *
     * @param blocks  number of blocks
     * @param layers  number of layers of so many blocks
     * @param threads threads of each block, a multiple of 32
     */
    public record Grid(long blocks, int layers, int threads) {
        /** One layer of blocks. */
        public Grid(long blocks, int threads) {
            this(blocks, 1, threads);
        }

        /** Returns a grid in which every one of {@code count} pieces of work has a thread. */
        static Grid each(long count, int threads) {
            return new Grid((count + threads - 1) / threads, threads);
        }
    }

    /** Loaded machine code. */
    public final class Module implements AutoCloseable {
        private final Pointer handle;
        private final Map<String, Pointer> functions = new HashMap<>();

        private Module(Pointer handle) {
            this.handle = handle;
        }

        /** Launches a kernel; it runs when the stream comes to it. */
        void launch(String kernel, Grid grid, long stream, Arguments arguments) {
            Pointer function = functions.computeIfAbsent(kernel, this::find);
            int blocks = Math.toIntExact(grid.blocks());
            check(kernel, launch.invokeInt(new Object[] {function, blocks, grid.layers(), 1, grid.threads(), 1, 1, 0, new Pointer(stream),
                arguments.pointers(), null}));
        }

        private Pointer find(String kernel) {
            PointerByReference function = new PointerByReference();
            check("cuModuleGetFunction of " + kernel, call("cuModuleGetFunction", function, handle, kernel));
            return function.getValue();
        }

        @Override
        public void close() {
            // what was launched may still run
            call("cuCtxSynchronize");
            call("cuModuleUnload", handle);
        }
    }
}
