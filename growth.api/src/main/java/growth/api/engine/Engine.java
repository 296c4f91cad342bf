package growth.api.engine;

import growth.api.GrowthException;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Computes models. An engine is a component with {@link EngineName}; {@code cpu} is the default. Engines provide this contract rather than
 * consume it: when it gains a method, engines are built anew, and operators that call sessions stay the same.
 */
@ProviderType
public interface Engine {
    /**
     * Checks whether the engine can train a model.
     *
     * @throws GrowthException (CONFIGURATION) that says what it does not support
     */
    void check(ModelShape shape, View view);

    /**
     * Opens a session by copying a state.
     *
     * @throws GrowthException as {@link #check}
     */
    EngineSession open(ModelState state, EngineOptions options);

    /**
     * Returns the bytes that a session of that shape takes: parameters, optimizer state, gradients, activations.
     *
     * @param scoredShare share of the positions whose label is scored, as the data say
     * @throws GrowthException as {@link #check}
     */
    long memory(ModelShape shape, View view, EngineOptions options, double scoredShare);

    /** Returns the number of workers that a session gets for {@code EngineOptions.workers() == 0}. */
    int defaultWorkers();

    /**
     * Measures what the machine can do, in about a second.
     *
     * @param workers number of threads, as in {@link EngineOptions}
     */
    Peak peak(int workers);

    /** Returns names and versions of the computing libraries, e.g. BLAS and vector width; for doctor and provenance. */
    Map<String, String> description();

    /**
     * The machine's measured speed, and the share of it that this engine reaches.
     *
     * @param flops         single-precision matrix multiplication with all workers, operations per second
     * @param trainingShare share of it that training is expected to reach, in (0, 1]
     */
    record Peak(double flops, double trainingShare) {
        /** Returns the operations per second that training is expected to reach. */
        public double trainingFlops() {
            return flops * trainingShare;
        }
    }
}
