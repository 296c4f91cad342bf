package growth.engine.torch.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import growth.api.GrowthException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrarySearchTest {
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    @TempDir
    private Path temp;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, byte[]> resources = new HashMap<>();

    /** Folders below are for this platform; others are covered by {@link #platformsHaveTheirOwnNames}. */
    @BeforeEach
    void needsLinuxOnX86() {
        assumeThat(Platform.current()).isEqualTo(new Platform("linux", "x86_64"));
    }

    private Installation find(String configured) {
        return new LibrarySearch(settings::get, new BundledNatives(this::resource, temp.resolve("cache")))
                .find(Optional.ofNullable(configured));
    }

    private InputStream resource(String name) {
        byte[] bytes = resources.get(name);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    private Path library(String folder, int machine) throws IOException {
        return Files.write(Files.createDirectories(temp.resolve(folder)).resolve("libtorch_cpu.so"), elf(machine)).getParent();
    }

    /** A header as the ELF specification has it: magic, 64 bits, little-endian, version 1; type 3 (shared) at 16, machine at 18. */
    private static byte[] elf(int machine) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).put(new byte[]{0x7f, 'E', 'L', 'F', 2, 1, 1}).putShort(16, (short) 3)
                .putShort(18, (short) machine).array();
    }

    @Test
    void runFilesCountBeforeSettingsAndThoseBeforeNatives() throws IOException {
        Path first = library("first", X86_64);
        Path second = library("second", X86_64);
        Path third = library("third", X86_64);
        settings.put("GROWTH_TORCH", third.toString());
        assertThat(find(null)).isEqualTo(new Installation(third.toRealPath(), "GROWTH_TORCH"));
        settings.put("growth.torch", second.toString());
        assertThat(find(null)).isEqualTo(new Installation(second.toRealPath(), "growth.torch"));
        assertThat(find(first.toString())).isEqualTo(new Installation(first.toRealPath(), "engine.library"));
    }

    @Test
    void packagesTheirFoldersAndVirtualEnvironmentsAreAllUnderstood() throws IOException {
        Path lib = library("venv/lib/python3.12/site-packages/torch/lib", X86_64);
        for (Path named : List.of(lib, lib.getParent(), lib.getParent().getParent(), temp.resolve("venv"),
                lib.resolve("libtorch_cpu.so"))) {
            assertThat(find(named.toString()).folder()).as("%s", named).isEqualTo(lib.toRealPath());
        }
        Files.writeString(lib.resolveSibling("version.py"), "__all__ = ['__version__']\n__version__ = '2.11.0+cu130'\ncuda = '13.0'\n");
        assertThat(find(lib.toString()).packageVersion()).contains("2.11.0+cu130");
    }

    @Test
    void whatCannotBeUsedIsRefusedInOneLine() throws IOException {
        refuses(null, "there is no libtorch: install PyTorch 2.10 or later (pip install torch) and let GROWTH_TORCH or engine.library name"
                + " its folder, which python -c 'import torch; print(torch.__path__[0])' prints");
        refuses("/no/such/place", "engine.library names /no/such/place, which is not there; install PyTorch");
        Path empty = Files.createDirectories(temp.resolve("empty"));
        settings.put("GROWTH_TORCH", empty.toString());
        refuses(null, "GROWTH_TORCH names " + empty + ", where no libtorch_cpu.so lies; install PyTorch");
        Path other = library("arm", AARCH64);
        refuses(other.toString(), other.toRealPath() + "/libtorch_cpu.so is for linux-arm64, and this Java runs on linux-x86_64; install"
                + " PyTorch for linux-x86_64, or run a Java for linux-arm64");
        Path text = Files.writeString(Files.createDirectories(temp.resolve("text")).resolve("libtorch_cpu.so"), "version https://git-lfs");
        refuses(text.getParent().toString(), text.toRealPath() + " is no shared library; is it cut short?");
    }

    private void refuses(String configured, String message) {
        assertThatThrownBy(() -> find(configured)).isInstanceOf(GrowthException.class).hasMessageStartingWith(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
                .satisfies(e -> assertThat(((GrowthException) e).kind()).isEqualTo(GrowthException.Kind.MISSING_PLUGIN));
    }

    @Test
    void nativesAreUnpackedOnce() throws IOException {
        resources.put(BundledNatives.VERSION, "2.10.0-test\n".getBytes());
        resources.put("libtorch/pytorch.jar",
                jar("org/x/libtorch_cpu.so", "org/x/libjnitorch.so", "org/x/libgomp.so.1", "META-INF/a.json"));
        resources.put("libtorch/openblas.jar", jar("org/y/libopenblas.so.0"));
        Installation found = find(null);
        assertThat(found.folder()).isEqualTo(temp.resolve("cache/2.10.0-test").toRealPath());
        assertThat(found.folder().toFile().list()).containsExactlyInAnyOrder("libtorch_cpu.so", "libgomp.so.1", "libopenblas.so.0");
        assertThat(found.cpu()).hasContent("org/x/libtorch_cpu.so");
        resources.keySet().removeIf(name -> name.endsWith("jar"));
        assertThat(find(null)).isEqualTo(found);
        assertThat(temp.resolve("cache").toFile().list()).containsExactly("2.10.0-test");
    }

    private static byte[] jar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void nativesThatCannotBeUnpackedAreRefused() {
        resources.put(BundledNatives.VERSION, "2.10.0".getBytes());
        refuses(null, "libtorch of growth.lib.torch.natives cannot be unpacked into " + temp.resolve("cache")
                + ": libtorch/pytorch.jar is missing in the fragment; XDG_CACHE_HOME names another place");
        assertThat(temp.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void cudaLibrariesOfPackagesAreLoadedBefore() throws IOException {
        Path lib = library("site-packages/torch/lib", X86_64);
        Installation torch = find(lib.toString());
        for (String name : List.of("cublas/lib/libcublas.so.13", "cu13/lib/libcublasLt.so.13", "cu13/lib/libcublas.so.13",
                "cudnn/lib/libcudnn.so.9", "cudnn/lib/libcudnn_ops.so.9", "cu13/lib/libcudart.so.13", "cu13/lib/libnvrtc-builtins.so.13.0",
                "cu13/lib/libnvrtc.so.13", "nvshmem/lib/libnvshmem_host.so.3", "cu13/lib/libcusparse.so", "nccl/lib/libnccl.so.2")) {
            Path file = temp.resolve("site-packages/nvidia").resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
        assertThat(CudaDependencies.beside(torch)).isEmpty();
        Files.createFile(lib.resolve("libtorch_cuda.so"));
        Path nvidia = temp.toRealPath().resolve("site-packages/nvidia");
        assertThat(CudaDependencies.beside(torch)).extracting(file -> nvidia.relativize(file).toString()).containsExactly(
                "cu13/lib/libcublasLt.so.13", "cublas/lib/libcublas.so.13", "cudnn/lib/libcudnn.so.9", "cu13/lib/libnvrtc.so.13",
                "cu13/lib/libnvrtc-builtins.so.13.0", "cu13/lib/libcudart.so.13", "nccl/lib/libnccl.so.2",
                "nvshmem/lib/libnvshmem_host.so.3");
    }

    @Test
    void platformsHaveTheirOwnNames() throws IOException {
        assertThat(Platform.of("Mac OS X", "aarch64").fileName("torch_cpu")).isEqualTo("libtorch_cpu.dylib");
        assertThat(Platform.of("Linux", "amd64")).hasToString("linux-x86_64");
        byte[] mac = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN).putInt(0xfeedfacf).putInt(0x0100000c).array();
        assertThat(SharedLibrary.platform(Files.write(temp.resolve("mac"), mac))).contains(new Platform("macosx", "arm64"));
        assertThat(SharedLibrary.platform(Files.write(temp.resolve("short"), new byte[3]))).isEmpty();
    }
}
