package growth.engine.torch.aten;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.engine.torch.library.LibrarySearch;
import java.util.Optional;

/** The libtorch that tests use, named by GROWTH_TORCH; tests are skipped where there is none. */
public final class TestTorch {
    private TestTorch() {
    }

    /** Returns operators on the processor, with one thread that records graphs, whatever an earlier test has left. */
    public static Aten open() {
        Libtorch libtorch = libtorch();
        libtorch.setThreads(1);
        Aten aten = libtorch.open(Device.CPU);
        aten.autograd().record(true);
        return aten;
    }

    /** Returns the library. */
    public static Libtorch libtorch() {
        assumeTrue(System.getProperty(LibrarySearch.PROPERTY, System.getenv(LibrarySearch.VARIABLE)) != null,
                "no libtorch: set " + LibrarySearch.VARIABLE);
        return Libtorch.load(Optional.empty());
    }
}
