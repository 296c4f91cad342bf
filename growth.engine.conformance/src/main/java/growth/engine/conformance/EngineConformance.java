package growth.engine.conformance;

import growth.api.engine.Engine;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/**
 * The requirements on every engine, as a test class: logits, losses and gradients against models in float64, finite differences and files
 * of PyTorch, under gates and views; optimizers against double precision; what is the same to the last bit; refusals. An engine's author
 * writes a thin subclass:
 *
 * <pre>
 * class MyEngineConformanceTest extends EngineConformance {
 *     protected Engine engine() { return new MyEngine(); }
 *     protected String name() { return "mine"; }
 * }
 * </pre>
 */
public abstract class EngineConformance {
    /** Returns the engine to examine; may be another object at each call. */
    protected abstract Engine engine();

    /** Returns the name that the engine has in refusals. */
    protected abstract String name();

    /** Returns the folder of models that PyTorch has computed, one folder each; what needs them is skipped without it. */
    protected Optional<Path> parityFiles() {
        return Optional.empty();
    }

    /** Returns the numbers of workers with which the engine shares out the work of small models differently. */
    protected int[] workers() {
        return new int[] {1, 3};
    }

    /** Returns how far results may be from exact ones. */
    protected Rounding rounding() {
        return Rounding.SINGLE;
    }

    /** Returns whether the engine trains data-parallel; what needs that is skipped if not. */
    protected boolean dataParallel() {
        return true;
    }

    /**
     * Returns how much logits may differ between a text that is read token by token and one that is read at once, relative to their norm:
     * sums of different length have different rounding.
     */
    protected double decodingRounding() {
        return 2e-6;
    }

    /**
     * Returns the largest value of a gradient that is 0 in theory, such as that of queries where there is but one key. It is 0 for an
     * engine that subtracts equal numbers.
     */
    protected double roundingOfZero() {
        return 0;
    }

    @Nested
    class ClosedGates extends ClosedGatesTests {
        ClosedGates() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class DataParallel extends DataParallelTests {
        DataParallel() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Decoder extends DecoderTests {
        Decoder() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Families extends FamiliesTests {
        Families() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Frozen extends FrozenTests {
        Frozen() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Optimizers extends OptimizersTests {
        Optimizers() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Padding extends PaddingTests {
        Padding() {
            super(EngineConformance.this);
        }
    }

    @Nested
    @Tag("parity")
    class Parity extends ParityTests {
        Parity() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Reference extends ReferenceTests {
        Reference() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Refusal extends RefusalTests {
        Refusal() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Regularization extends RegularizationTests {
        Regularization() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Resume extends ResumeTests {
        Resume() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class State extends StateTests {
        State() {
            super(EngineConformance.this);
        }
    }

    @Nested
    class Training extends TrainingTests {
        Training() {
            super(EngineConformance.this);
        }
    }
}
