package growth.engine.torch.aten;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The libtorch of this process: loaded once, bound and tested. */
public final class Libtorch {
    /** RTLD_LAZY, and RTLD_LOCAL by default: ND4J embeds libraries of the same names. */
    private static final int FLAGS = 1;
    private static Libtorch loaded;

    private final Path folder;

    private final Failures failures;
    private final Adder adder = Adder.ofPlatform();

    private Libtorch(Path folder, Failures failures) {
        this.folder = folder;
        this.failures = failures;
    }

    Failures failures() {
        return failures;
    }

    Adder adder() {
        return adder;
    }

    /**
     * Loads the libtorch of a folder, once in a process.
     *
     * @throws IllegalStateException if another folder's is loaded already
     */
    public static synchronized Libtorch load(Path folder) {
        if (loaded == null) {
            for (String dependency : List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libgomp.so.1", "libopenblas.so.0",
                    "libc10.so")) {
                Path file = folder.resolve(dependency);
                if (Files.exists(file)) {
                    NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, FLAGS));
                }
            }
            String torch = folder.resolve("libtorch_cpu.so").toString();
            Abi.bind(torch, FLAGS);
            Unpromised.bind(torch, FLAGS);
            loaded = new Libtorch(folder, new Failures(NativeLibrary.getInstance(torch, Map.of(Library.OPTION_OPEN_FLAGS, FLAGS))));
        }
        if (!loaded.folder.equals(folder)) {
            throw new IllegalStateException("libtorch was loaded from " + loaded.folder + " already");
        }
        return loaded;
    }

    /** Sets the number of threads of operators on the processor, for all sessions of the process. */
    public void setThreads(int threads) {
        Unpromised.setThreads(threads);
    }

    /** Sets whether operators without a deterministic form fail. */
    public void setDeterministic(boolean on) {
        Unpromised.setDeterministic(Unpromised.context(), on ? 1 : 0, 0);
    }

    /** Returns operators on a device, for the calling thread. */
    public Aten open(Device device) {
        return new Aten(this, device);
    }
}
