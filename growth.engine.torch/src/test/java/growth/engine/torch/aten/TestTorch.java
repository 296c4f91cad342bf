package growth.engine.torch.aten;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** The libtorch that tests use, named by GROWTH_TORCH; tests are skipped where there is none. */
public final class TestTorch {
    private TestTorch() {
    }

    /** Returns operators on the processor, with one thread. */
    public static Aten open() {
        Libtorch libtorch = libtorch();
        libtorch.setThreads(1);
        return libtorch.open(Device.CPU);
    }

    /** Returns the library. */
    public static Libtorch libtorch() {
        String folder = System.getProperty("growth.torch", System.getenv("GROWTH_TORCH"));
        assumeTrue(folder != null, "no libtorch: set GROWTH_TORCH");
        return Libtorch.load(Path.of(folder));
    }
}
