package growth.engine.conformance;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Precision;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The requirements on an engine that multiplies in bfloat16, as a test class. What must be the same to the last bit is so in this format
 * too: a training that is stopped and goes on, also across a growth, and layers behind closed gates. All else agrees
 * with float64 and PyTorch within {@link Rounding#BF16}. An engine's author writes a subclass as for {@link EngineConformance}, beside one
 * of that.
 */
public abstract class Bf16Conformance {
    /** Returns the engine to examine, which is asked for sessions in bfloat16; may be another object at each call. */
    protected abstract Engine engine();

    /** Returns the name that the engine has in refusals. */
    protected abstract String name();

    /** Returns the folder of models that PyTorch has computed, one folder each; what needs them is skipped without it. */
    protected Optional<Path> parityFiles() {
        return Optional.empty();
    }

    private EngineConformance suite() {
        return new EngineConformance() {
            @Override
            protected Engine engine() {
                return new InBf16(Bf16Conformance.this.engine());
            }

            @Override
            protected String name() {
                return Bf16Conformance.this.name();
            }

            @Override
            protected Optional<Path> parityFiles() {
                return Bf16Conformance.this.parityFiles();
            }

            @Override
            protected Rounding rounding() {
                return Rounding.BF16;
            }
        };
    }

    @Nested
    class ClosedGates extends ClosedGatesTests {
        ClosedGates() {
            super(Bf16Conformance.this.suite());
        }
    }

    @Nested
    class DataParallel extends DataParallelTests {
        DataParallel() {
            super(Bf16Conformance.this.suite());
        }
    }

    @Nested
    class Families extends FamiliesTests {
        Families() {
            super(Bf16Conformance.this.suite());
        }
    }

    @Nested
    @Tag("parity")
    class Parity extends ParityTests {
        Parity() {
            super(Bf16Conformance.this.suite());
        }
    }

    @Nested
    class Resume extends ResumeTests {
        Resume() {
            super(Bf16Conformance.this.suite());
        }
    }

    /** An engine whose sessions are all in bfloat16. */
    private record InBf16(Engine engine) implements Engine {
        @Override
        public void check(ModelShape shape, View view) {
            engine.check(shape, view);
        }

        @Override
        public EngineSession open(ModelState state, EngineOptions options) {
            return engine.open(state, options.withPlacement(options.placement().withPrecision(Precision.BF16)));
        }

        @Override
        public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
            return engine.memory(shape, view, options.withPlacement(options.placement().withPrecision(Precision.BF16)), scoredShare);
        }

        @Override
        public int defaultWorkers() {
            return engine.defaultWorkers();
        }

        @Override
        public Peak peak(int workers) {
            return engine.peak(workers);
        }

        @Override
        public Map<String, String> description() {
            return engine.description();
        }
    }
}
