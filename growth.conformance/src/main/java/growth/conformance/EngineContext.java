package growth.conformance;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.api.operator.GrowthContext;
import growth.reference.RandomModels;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gives learning operators an engine's gradients on random batches, which are the same in every growth. */
final class EngineContext implements GrowthContext, AutoCloseable {
    static final int ROWS = 3;
    private static final long SEED = 17;
    private final Engine engine;
    private final Map<ModelShape, EngineSession> sessions = new HashMap<>();
    private long batches;

    EngineContext(Engine engine) {
        this.engine = engine;
    }

    /** Options of a session in which results do not depend on the machine. */
    static EngineOptions options() {
        return EngineOptions.of(1, ROWS, SEED);
    }

    /** Returns the parameters and gates as an engine takes them. */
    static ModelState floats(ModelState state) {
        return state.parametersOnly().withGates(state.gates()).map(a -> a.castTo(DataType.FLOAT).dup('c'));
    }

    @Override
    public Gradients gradients(ModelState parameters) {
        EngineSession session = sessions.computeIfAbsent(parameters.shape(), s -> engine.open(floats(parameters), options()));
        Gradients computed = gradients(session, parameters);
        DataType type = parameters.parameters().values().iterator().next().dataType();
        Map<String, INDArray> values = new LinkedHashMap<>();
        computed.values().forEach((name, value) -> values.put(name, value.castTo(type)));
        return new Gradients(computed.loss(), values);
    }

    private Gradients gradients(EngineSession session, ModelState parameters) {
        return session.gradients(floats(parameters), RandomModels.any(parameters.shape(), ROWS, SEED + batches++), View.full());
    }

    /** Returns the number of batches whose gradients were requested. */
    long asked() {
        return batches;
    }

    @Override
    public void log(String line) {
        if (line.isBlank() || line.contains("\n")) {
            throw new Fault("logs '" + line + "'; a log line is one line");
        }
    }

    @Override
    public void close() {
        sessions.values().forEach(EngineSession::close);
    }
}
