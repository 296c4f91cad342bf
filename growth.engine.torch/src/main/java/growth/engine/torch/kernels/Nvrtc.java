package growth.engine.torch.kernels;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import growth.api.GrowthException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * NVIDIA's run-time compiler, through JNA. It needs no GPU. {@code pip install torch} brings it; {@value #VARIABLE} names another folder.
 */
public final class Nvrtc {
    /** Environment variable that names the folder of libnvrtc. */
    public static final String VARIABLE = "GROWTH_NVRTC";
    private static final List<String> NAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12");
    private final NativeLibrary library;

    private Nvrtc(NativeLibrary library) {
        this.library = library;
    }

    /**
     * Finds the compiler: in the folder that {@value #VARIABLE} names, beside libtorch, where pip puts it, or where the loader looks.
     *
     * @param torch folder of libtorch's libraries, if it has one
     */
    public static Optional<Nvrtc> find(Optional<Path> torch) {
        Optional<Path> named = Optional.ofNullable(System.getenv(VARIABLE)).filter(f -> !f.isBlank()).map(Path::of);
        return search(Stream.of(named.stream(), torch.stream().flatMap(Nvrtc::beside)).flatMap(s -> s), true);
    }

    /** Finds the compiler in one of some folders, or, as a last resort, where the loader looks. */
    static Optional<Nvrtc> search(Stream<Path> folders, boolean anywhere) {
        return Stream.concat(folders.flatMap(Nvrtc::in), anywhere ? NAMES.stream() : Stream.empty()).map(Nvrtc::open)
                .flatMap(Optional::stream).findFirst();
    }

    /** Returns the folders beside libtorch's: that of site-packages/torch/lib, and site-packages/nvidia/{cuda_nvrtc, cu13}/lib. */
    static Stream<Path> beside(Path torch) {
        Path packages = torch.toAbsolutePath().normalize().resolve("../../nvidia").normalize();
        return Stream.concat(Stream.of(torch), list(packages).map(p -> p.resolve("lib")));
    }

    private static Stream<String> in(Path folder) {
        return NAMES.stream().map(folder::resolve).filter(Files::exists).map(Path::toString);
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static Optional<Nvrtc> open(String file) {
        try {
            Path folder = Path.of(file).getParent();
            if (folder != null) {
                // the compiler looks for its builtins by name alone, and finds them where they are loaded already
                list(folder).filter(p -> p.getFileName().toString().startsWith("libnvrtc-builtins.so"))
                        .forEach(p -> NativeLibrary.getInstance(p.toString()));
            }
            return Optional.of(new Nvrtc(NativeLibrary.getInstance(file)));
        } catch (UnsatisfiedLinkError e) {
            return Optional.empty();
        }
    }

    /** Returns the compiler's version, such as 13.0. */
    public String version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check("nvrtcVersion", call("nvrtcVersion", major, minor), null);
        return major[0] + "." + minor[0];
    }

    /**
     * Compiles a text to machine code.
     *
     * @param architecture of the device, such as sm_90a
     * @return what CUDA's driver loads
     * @throws GrowthException in one line with the compiler's first error
     */
    public byte[] compile(String text, String architecture) {
        PointerByReference made = new PointerByReference();
        check("nvrtcCreateProgram", call("nvrtcCreateProgram", made, text, "kernels.cu", 0, null, null), null);
        Pointer program = made.getValue();
        try {
            String[] options = {"--gpu-architecture=" + architecture, "--std=c++17"};
            check("compiling for " + architecture, call("nvrtcCompileProgram", program, options.length, options), program);
            LongByReference size = new LongByReference();
            check("nvrtcGetCUBINSize", call("nvrtcGetCUBINSize", program, size), null);
            byte[] code = new byte[Math.toIntExact(size.getValue())];
            check("nvrtcGetCUBIN", call("nvrtcGetCUBIN", program, code), null);
            return code;
        } finally {
            call("nvrtcDestroyProgram", new PointerByReference(program));
        }
    }

    private int call(String function, Object... arguments) {
        return library.getFunction(function).invokeInt(arguments);
    }

    private void check(String what, int result, Pointer program) {
        if (result != 0) {
            Pointer name = (Pointer) library.getFunction("nvrtcGetErrorString").invoke(Pointer.class, new Object[] {result});
            String why = program == null ? name.getString(0) : name.getString(0) + ": " + firstError(program);
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, "kernels for the GPU: " + what + " failed with " + why);
        }
    }

    private String firstError(Pointer program) {
        LongByReference size = new LongByReference();
        call("nvrtcGetProgramLogSize", program, size);
        byte[] log = new byte[Math.toIntExact(size.getValue())];
        call("nvrtcGetProgramLog", program, log);
        List<String> lines = Native.toString(log, StandardCharsets.UTF_8.name()).lines().filter(line -> !line.isBlank()).toList();
        return lines.stream().filter(line -> line.contains("error")).findFirst().orElse(lines.isEmpty() ? "no message" : lines.get(0));
    }
}
