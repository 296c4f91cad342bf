package growth.engine.torch.aten;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import growth.api.GrowthException;
import growth.engine.torch.library.CudaDependencies;
import growth.engine.torch.library.Installation;
import growth.engine.torch.library.LibrarySearch;
import growth.engine.torch.library.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The libtorch of this process: loaded once, bound and tested. */
public final class Libtorch {
    /** RTLD_LAZY, and RTLD_LOCAL by default: ND4J embeds libraries of the same names. */
    static final int FLAGS = 1;
    private static final int OLDEST_MINOR = 10;
    /** The newest version that was tried. */
    private static final String TRIED = "2.13";
    /** A process holds one libtorch, whatever loads it: its libraries cannot be unloaded, and a second copy would share their names. */
    private static Libtorch loaded;

    private final Installation installation;
    /** Held, because JNA closes libraries that nobody holds. */
    private final List<NativeLibrary> libraries;
    private final Failures failures;
    private final Adder adder = Adder.ofPlatform();
    private final Optional<Cuda> cuda;
    private final Optional<Function> blasThreads;
    /** The GPUs that are known to compute. */
    private final Set<Device> tested = new HashSet<>();
    private final String version;
    private final boolean makesBoxes;

    private Libtorch(Installation installation, List<NativeLibrary> libraries, Optional<NativeLibrary> cuda, String version) {
        NativeLibrary torch = libraries.get(libraries.size() - 1);
        this.installation = installation;
        this.libraries = libraries;
        this.cuda = cuda.map(Cuda::new);
        this.version = version;
        failures = new Failures(torch);
        makesBoxes = function(torch, Boxes.SYMBOL).isPresent();
        blasThreads = function(torch, "openblas_set_num_threads");
    }

    /**
     * Finds libtorch, loads it and tests it; later calls return what was loaded.
     *
     * @param configured {@code engine.library} of a run file
     * @throws GrowthException (MISSING_PLUGIN) one line: why there is none that can be used, and what to install
     */
    public static Libtorch load(Optional<String> configured) {
        return load(LibrarySearch.ofProcess().find(configured));
    }

    /** Loads an installation as {@link #load(Optional)} does. */
    public static synchronized Libtorch load(Installation installation) {
        Optional<Path> other = Processes.loaded("libtorch_cpu").filter(file -> !file.equals(installation.cpu()));
        if (other.isPresent()) {
            throw Refusal.of("libtorch of " + other.get().getParent() + " is loaded already, and a process computes with one;"
                    + " start anew for " + installation.folder());
        }
        if (loaded == null) {
            loaded = open(installation);
        }
        return loaded;
    }

    private static Libtorch open(Installation installation) {
        // read when a product first runs on a GPU: without it, results differ from run to run
        Processes.setEnvironmentIfAbsent("CUBLAS_WORKSPACE_CONFIG", ":4096:8");
        // as the start script has it, for programs that start otherwise
        if (System.getenv("OMP_WAIT_POLICY") == null) {
            Processes.setEnvironmentIfAbsent("GOMP_SPINCOUNT", "0");
        }
        List<NativeLibrary> libraries = new ArrayList<>();
        for (Path file : CudaDependencies.beside(installation)) {
            libraries.add(library(file));
        }
        NativeLibrary torch = library(installation.cpu());
        String version;
        try {
            version = version(torch, installation);
        } catch (GrowthException e) {
            // so that another one can be loaded
            torch.close();
            throw e;
        }
        Optional<NativeLibrary> cuda = installation.cuda().map(Libtorch::library);
        cuda.ifPresent(libraries::add);
        libraries.add(torch);
        try {
            Abi.bind(installation.cpu().toString(), FLAGS);
            Unpromised.bind(installation.cpu().toString(), FLAGS);
            if (function(torch, Boxes.SYMBOL).isPresent()) {
                Boxes.bind(installation.cpu().toString(), FLAGS);
            }
            Libtorch libtorch = new Libtorch(installation, libraries, cuda, version);
            SelfTest.run(libtorch);
            libtorch.makeDeterministic();
            return libtorch;
        } catch (UnsatisfiedLinkError | GrowthException | IllegalStateException e) {
            throw unexpected(version, installation, e);
        }
    }

    static GrowthException unexpected(String version, Installation installation, Throwable e) {
        return Refusal.of("libtorch " + version + " of " + installation.folder() + " does not answer as this engine expects ("
                + firstLine(e) + "); versions 2." + OLDEST_MINOR + " to " + TRIED + " are known to work");
    }

    private static NativeLibrary library(Path file) {
        try {
            return NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, FLAGS));
        } catch (UnsatisfiedLinkError e) {
            throw Refusal.of(file + " cannot be loaded: " + firstLine(e).replace("Unable to load library '" + file + "': ", ""));
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty() && !line.endsWith("':"))
                .findFirst().orElse(e.getClass().getSimpleName());
    }

    /** Returns the version, or refuses one that is too old to have the C ABI. */
    private static String version(NativeLibrary torch, Installation installation) {
        Optional<Function> version = function(torch, "aoti_torch_abi_version");
        long abi = version.map(f -> (Long) f.invoke(Long.class, new Object[0])).orElse(0L);
        long major = abi >>> 56;
        long minor = abi >>> 48 & 0xff;
        String found = installation.packageVersion().orElse(major == 0 ? "" : major + "." + minor + "." + (abi >>> 40 & 0xff));
        if (major < 2 || major == 2 && minor < OLDEST_MINOR || function(torch, "torch_call_dispatcher").isEmpty()) {
            throw Refusal.of(("libtorch " + found).strip() + " of " + installation.folder() + " is too old: 2." + OLDEST_MINOR
                    + " or later is needed (pip install --upgrade torch)");
        }
        return found;
    }

    static Optional<Function> function(NativeLibrary library, String symbol) {
        try {
            return Optional.of(library.getFunction(symbol));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    private void makeDeterministic() {
        long context = Unpromised.context();
        Unpromised.setDeterministic(context, 1, 0);
        // it would write NaN into all new memory of a deterministic process
        Unpromised.setFillUninitialized(context, 0);
        Unpromised.setAllowTf32(context, 0);
        Unpromised.setCudnnAttention(context, 0);
    }

    /** Returns its version, such as {@code 2.11.0+cu130} for a Python package, {@code 2.10.0} else. */
    public String version() {
        return version;
    }

    /** Returns the version of its stable C ABI, such as {@code 2.10}. */
    public String abi() {
        long abi = Abi.abiVersion();
        return (abi >>> 56) + "." + (abi >>> 48 & 0xff);
    }

    /** Returns what multiplies matrices on the processor: OpenBLAS with its configuration, else what is built in. */
    public String blas() {
        return function(libraries.get(libraries.size() - 1), "openblas_get_config").map(config -> config.invokeString(new Object[0], false)
                .strip()).orElse("built in");
    }

    /** Returns where it lies. */
    public Installation installation() {
        return installation;
    }

    /** Returns the CUDA part; empty for a build for processors. */
    public Optional<Cuda> cuda() {
        return cuda;
    }

    Failures failures() {
        return failures;
    }

    boolean makesBoxes() {
        return makesBoxes;
    }

    Adder adder() {
        return adder;
    }

    /**
     * Sets the number of threads of operators on the processor for the calling thread. An OpenBLAS below libtorch has one number for the
     * whole process, which ND4J may share: whoever computes sets it before and back to 1 after.
     *
     * @param threads at least 1
     */
    public void setThreads(int threads) {
        Unpromised.setThreads(threads);
        blasThreads.ifPresent(set -> set.invokeVoid(new Object[]{threads}));
    }

    /**
     * Returns operators on a device, for the calling thread. A GPU is tested first, once.
     *
     * @throws GrowthException (MISSING_PLUGIN) if libtorch has no kernels for the GPU, or computes wrongly on it
     */
    public synchronized Aten open(Device device) {
        if (device.cuda() && !tested.contains(device)) {
            try {
                SelfTest.run(this, device);
            } catch (OutOfDeviceMemory e) {
                throw e;
            } catch (GrowthException | IllegalStateException e) {
                throw Refusal.of("libtorch " + version + " of " + installation.folder() + " cannot compute on " + device + ": "
                        + firstLine(e) + "; install a PyTorch made for this GPU and its driver");
            }
            tested.add(device);
        }
        return new Aten(this, device);
    }

    @Override
    public String toString() {
        return "libtorch " + version + " of " + installation.folder() + " (" + libraries.size() + " libraries)";
    }
}
