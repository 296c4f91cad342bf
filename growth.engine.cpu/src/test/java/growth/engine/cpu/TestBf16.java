package growth.engine.cpu;

import growth.api.GrowthException;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import java.util.Optional;

/** Products in bf16, for tests. */
final class TestBf16 {
    static final Placement PLACEMENT = Placement.AUTO.withPrecision(Precision.BF16);

    private TestBf16() {
    }

    /** Returns why this machine has none; empty if it has. */
    static Optional<String> obstacle() {
        try {
            new CpuEngine().resolve(PLACEMENT);
            return Optional.empty();
        } catch (GrowthException e) {
            return Optional.of(e.getMessage());
        }
    }
}
