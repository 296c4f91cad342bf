package growth.api.engine;

import growth.api.GrowthException;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Computes models. An engine is a component with {@link EngineName}; {@code cpu} is the default. Engines provide this contract rather than
 * consume it: when it gains a method, they are built anew, while operators that call sessions stay as they are.
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

    /** @return bytes a session of that shape takes: parameters, optimizer state, gradients, activations */
    long memory(ModelShape shape, View view, EngineOptions options);

    /** @return the workers a session gets for {@code EngineOptions.workers() == 0} */
    int defaultWorkers();

    /**
     * Measures what the machine can do; takes about a second.
     *
     * @param workers threads, as in {@link EngineOptions}
     */
    Peak peak(int workers);

    /** @return name and version of what computes, one fact a line, e.g. BLAS and vector width; for doctor and provenance */
    java.util.Map<String, String> description();

    /**
     * The machine's measured best.
     *
     * @param flops single-precision matrix multiplication with all workers, operations per second
     */
    record Peak(double flops) {
    }
}
