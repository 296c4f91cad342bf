package growth.engine.cpu.onednn;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import growth.engine.common.machine.MathLibrary;
import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The oneDNN library of this process: its matrix products are compiled for the processor and the sizes when they are first asked for. It
 * comes with ND4J's native libraries; where it does not, or cannot be loaded, BLAS computes all products.
 */
public final class OneDnn {
    /** Turns it off: {@code off} leaves all products to BLAS. */
    public static final String SWITCH = "GROWTH_ONEDNN";
    /** The instruction sets with AVX-512's products of bf16 numbers include these bits (dnnl_cpu_isa_avx512_core_bf16). */
    private static final int ISA_BF16 = 0xe7;
    private static final int ISA_AVX512 = 0x27;
    private static final int ISA_AMX = 0xfef;
    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);

    private final long engine;
    private final Function threadsOfCaller;
    private final Function setThreadsOfCaller;

    private OneDnn(String file) {
        Abi.bind(file);
        NativeLibrary library = NativeLibrary.getInstance(file);
        // looked for in what oneDNN depends on: a process may have two OpenMP libraries
        threadsOfCaller = library.getFunction("omp_get_max_threads");
        setThreadsOfCaller = library.getFunction("omp_set_num_threads");
        engine = Handles.made("an engine", result -> Abi.engineCreate(result, 1, 0));
    }

    /**
     * Loads the library; empty if it is not there, does not work here, or is turned off. It takes the OpenMP library that ND4J has loaded
     * before: one of its own would be unpacked over ND4J's, which has the same name.
     */
    public static Optional<OneDnn> load() {
        if ("off".equals(System.getenv(SWITCH))) {
            return Optional.empty();
        }
        try {
            String folder = "/org/bytedeco/dnnl/" + Loader.getPlatform() + "/";
            for (String name : new String[] {"libdnnl.so.3", "libdnnl.3.dylib", "dnnl.dll"}) {
                File file = Loader.cacheResource(openblas_nolapack.class, folder + name);
                if (file != null) {
                    return Optional.of(new OneDnn(file.getPath()));
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("oneDNN cannot be used: BLAS computes all products", e);
        }
        return Optional.empty();
    }

    /** Returns which it is, with the instruction set that it compiles for, e.g. {@code AVX-512, bf16}. */
    public MathLibrary library() {
        Pointer version = new Pointer(Abi.version());
        return new MathLibrary(MathLibrary.Kind.ONEDNN,
                Optional.of(version.getInt(0) + "." + version.getInt(Integer.BYTES) + "." + version.getInt(2 * Integer.BYTES)),
                Optional.of(instructions()));
    }

    private String instructions() {
        int isa = Abi.getEffectiveCpuIsa();
        if ((isa & ISA_AMX) == ISA_AMX) {
            return "AMX";
        }
        return bf16() ? "AVX-512, bf16" : (isa & ISA_AVX512) == ISA_AVX512 ? "AVX-512" : "AVX2 or less";
    }

    /** Returns whether the processor multiplies bf16 numbers. */
    public boolean bf16() {
        return (Abi.getEffectiveCpuIsa() & ISA_BF16) == ISA_BF16;
    }

    /** Returns products for one thread. */
    public Products products() {
        return new Products(engine);
    }

    /** Returns work whose products each run on the thread that asks for them, which may use all cores again afterwards. */
    public IntConsumer onCallersThread(IntConsumer work) {
        return worker -> {
            int threads = threadsOfCaller.invokeInt(new Object[0]);
            setThreadsOfCaller.invokeVoid(new Object[] {1});
            try {
                work.accept(worker);
            } finally {
                setThreadsOfCaller.invokeVoid(new Object[] {threads});
            }
        };
    }
}
