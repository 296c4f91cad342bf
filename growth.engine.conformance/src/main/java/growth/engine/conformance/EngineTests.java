package growth.engine.conformance;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Tests of an engine. */
abstract class EngineTests {
    private final EngineConformance suite;

    /** @param suite knows the engine */
    EngineTests(EngineConformance suite) {
        this.suite = suite;
    }

    final EngineConformance suite() {
        return suite;
    }

    final Rounding rounding() {
        return suite.rounding();
    }

    final Engine engine() {
        return suite.engine();
    }

    /** Returns the folder of the models that PyTorch has computed; skips the test without it. */
    final Path parityFiles() {
        return suite.parityFiles().filter(Files::isDirectory).orElseGet(() -> Assumptions.abort("skipped: there are no parity files"));
    }

    /** Opens a session without averages that keeps everything. */
    final EngineSession open(ModelState state, int workers, int rows) {
        return engine().open(state, EngineOptions.of(workers, rows, 0));
    }
}
