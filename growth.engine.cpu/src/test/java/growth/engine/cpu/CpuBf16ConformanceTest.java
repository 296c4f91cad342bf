package growth.engine.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import growth.api.engine.Engine;
import growth.engine.conformance.Bf16Conformance;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

class CpuBf16ConformanceTest extends Bf16Conformance {
    @BeforeAll
    static void needsInstructions() {
        assumeTrue(TestBf16.obstacle().isEmpty(), () -> "skipped: " + TestBf16.obstacle().orElseThrow());
    }

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
}
