package growth.conformance;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Map;
import java.util.function.UnaryOperator;

/** An engine that opens something else than what it is given. */
record OpeningEngine(Engine engine, UnaryOperator<ModelState> opened) implements Engine {
    @Override
    public void check(ModelShape shape, View view) {
        engine.check(shape, view);
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        return engine.open(opened.apply(state), options);
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        return engine.memory(shape, view, options, scoredShare);
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
