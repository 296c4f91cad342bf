package growth.engine.torch.kernels;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernels on the processor, for tests: the text that nvrtc compiles, compiled by the C++ compiler of this machine behind cpu.cpp, which
 * also plays CUDA's driver. Tests are skipped where there is no compiler.
 */
public final class CpuKernels {
    private static final Pattern KERNEL = Pattern.compile("__global__ void (?:__launch_bounds__\\(\\d+\\) )?(\\w+)\\(");
    private static final Map<Boolean, CpuKernels> COMPILED = new HashMap<>();
    private final NativeLibrary library;
    private final KernelDriver.Module module;

    private CpuKernels(Path file) {
        library = NativeLibrary.getInstance(file.toString());
        module = new KernelDriver(file.toString()).load(new byte[1]);
    }

    /** Returns the kernels for a type of elements, compiled once. */
    public static synchronized CpuKernels of(boolean bf16) {
        return COMPILED.computeIfAbsent(bf16, CpuKernels::compile);
    }

    /** Returns the kernels, to be launched as on a GPU. */
    public KernelDriver.Module module() {
        return module;
    }

    /** Says in which order the threads between two barriers run, and the blocks. */
    void descending(boolean down) {
        library.getFunction("cpu_order").invokeVoid(new Object[] {down ? 1 : 0});
    }

    static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        Matcher matcher = KERNEL.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static CpuKernels compile(boolean bf16) {
        try (InputStream in = CpuKernels.class.getResourceAsStream("cpu.cpp")) {
            String cuda = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String kernels = new KernelSource(bf16).text();
            StringBuilder list = new StringBuilder();
            names(kernels).forEach(name -> list.append("KERNEL(").append(name).append(") "));
            Path folder = Files.createTempDirectory("kernels");
            Path text = Files.writeString(folder.resolve("kernels.cpp"),
                    cuda + kernels + "#line 1 \"cpu.cpp\"\n#define KERNELS " + list + "\n" + cuda);
            Path file = folder.resolve("libkernels.so");
            run("c++", "-std=c++17", "-O1", "-Wall", "-Werror", "-Wno-unknown-pragmas", "-fvisibility=hidden", "-fno-gnu-unique", "-shared",
                    "-fPIC", "-o", file.toString(), text.toString());
            folder.toFile().deleteOnExit();
            CpuKernels compiled = new CpuKernels(file);
            Files.delete(file);
            Files.delete(text);
            return compiled;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "no C++ compiler: " + e.getMessage());
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), Charset.forName(Native.getDefaultStringEncoding()));
        try {
            if (process.waitFor() != 0) {
                throw new AssertionError("the kernels do not compile: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
