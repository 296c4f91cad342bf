package growth.engine.cpu;

import growth.api.engine.Engine;
import growth.engine.conformance.EngineConformance;
import java.nio.file.Path;
import java.util.Optional;

class CpuConformanceTest extends EngineConformance {
    @Override
    protected Engine engine() {
        return new CpuEngine();
    }

    @Override
    protected String name() {
        return "cpu";
    }

    @Override
    protected Optional<Path> parityFiles() {
        return Optional.of(Path.of("../../shared/parity"));
    }

    /** Both ways sum in orders of their own: the whole text tile by tile in products of matrices, a token in products of vectors. */
    @Override
    protected double decodingRounding() {
        return 4e-6;
    }

    /** Attention's backward pass subtracts two sums of the same products, rounded apart. */
    @Override
    protected double roundingOfZero() {
        return 1e-7;
    }
}
