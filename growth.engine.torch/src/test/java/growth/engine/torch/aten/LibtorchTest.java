package growth.engine.torch.aten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.engine.torch.library.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("library")
class LibtorchTest {
    @TempDir
    private Path temp;

    @Test
    void oneProcessComputesWithOneLibrary() throws IOException {
        Libtorch loaded = TestTorch.libtorch();
        assertThat(Libtorch.load(loaded.installation())).isSameAs(loaded);
        assertThat(loaded.version()).matches("2\\.1\\d\\.\\d.*");
        assertThatThrownBy(() -> Libtorch.load(new Installation(temp, "engine.library"))).isInstanceOf(GrowthException.class)
                .hasMessage("libtorch of " + loaded.installation().folder()
                        + " is loaded already, and a process computes with one; start anew for " + temp);
    }

    @Test
    void aLibraryWithoutTheAbiIsTooOld() throws Exception {
        assertThat(inAnotherProcess(true)).isEqualTo("libtorch 2.9.1+cu128 of " + temp.toRealPath().resolve("lib")
                + " is too old: 2.10 or later is needed (pip install --upgrade torch)");
    }

    @Test
    void aLibraryThatLacksAnotherSaysWhich() throws Exception {
        assertThat(inAnotherProcess(false)).startsWith(temp.toRealPath().resolve("lib/libtorch_cpu.so") + " cannot be loaded: lib")
                .endsWith(": cannot open shared object file: No such file or directory");
    }

    /** Loads a folder in a process of its own, in which no libtorch is loaded yet, and returns what is said. */
    private String inAnotherProcess(boolean old) throws Exception {
        Path folder = TestTorch.libtorch().installation().folder();
        // a library that loads and is none of libtorch's, or one that needs another of its folder
        try (Stream<Path> files = Files.list(folder)) {
            Path stand = files.filter(f -> f.getFileName().toString().matches(old ? "libgomp.*"
                    : "libopenblas.*|libtorch_python.*")).findFirst().orElseThrow();
            Files.copy(stand, Files.createDirectories(temp.resolve("lib")).resolve("libtorch_cpu.so"));
        }
        Files.writeString(temp.resolve("version.py"), "__version__ = '2.9.1+cu128'\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), LibtorchTest.class.getName(),
                temp.resolve("lib").toString()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return said;
    }

    /** Prints why a folder's libtorch cannot be loaded. */
    public static void main(String[] arguments) {
        try {
            Libtorch.load(Optional.of(arguments[0]));
        } catch (GrowthException e) {
            System.out.println(e.getMessage());
        }
    }

    @Test
    void whatAnswersOtherwiseIsNamed() {
        Installation installation = new Installation(Path.of("/x"), "GROWTH_TORCH");
        assertThat(Libtorch.unexpected("2.99.0", installation, new IllegalStateException("add gave [1]"))).hasMessage(
                "libtorch 2.99.0 of /x does not answer as this engine expects (add gave [1]); versions 2.10 to 2.13 are known to work");
    }

    @Test
    void threadsAreCountedAndDriversMayBeMissing() {
        Libtorch libtorch = TestTorch.libtorch();
        Calls calls = new Calls(libtorch, Device.CPU);
        libtorch.setThreads(2);
        assertThat(calls.facts().threads()).isEqualTo(2);
        libtorch.setThreads(1);
        assertThat(calls.facts().threads()).isEqualTo(1);
        // another session's number, on a thread of its own, leaves this one's alone
        assertThat(CompletableFuture.supplyAsync(() -> {
            libtorch.setThreads(2);
            return new Calls(libtorch, Device.CPU).facts().threads();
        }).join()).isEqualTo(2);
        assertThat(calls.facts().threads()).isEqualTo(1);
        Driver driver = Driver.start();
        assertThat(driver.obstacle().isPresent()).isEqualTo(driver.gpus().isEmpty());
    }
}
