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
}
