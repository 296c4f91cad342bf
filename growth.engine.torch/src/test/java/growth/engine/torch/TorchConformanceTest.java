package growth.engine.torch;

import growth.api.engine.Engine;
import growth.engine.conformance.EngineConformance;
import growth.engine.torch.aten.TestTorch;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

class TorchConformanceTest extends EngineConformance {
    @BeforeAll
    static void needsLibtorch() {
        TestTorch.libtorch();
    }

    @Override
    protected Engine engine() {
        return Engines.onOneThread();
    }

    @Override
    protected String name() {
        return "torch";
    }

    @Override
    protected Optional<Path> parityFiles() {
        return Optional.of(Path.of("../../shared/parity"));
    }

    /** libtorch computes small models on one thread. */
    @Override
    protected int[] workers() {
        return new int[] {1};
    }

    /** Both ways sum in orders of their own: fused attention takes several keys at a time. */
    @Override
    protected double decodingRounding() {
        return 4e-6;
    }

    /** Attention's backward pass subtracts two sums of the same products, rounded apart. */
    @Override
    protected double roundingOfZero() {
        return 5e-7;
    }
}
