package growth.runtime.train;

import growth.api.data.Batch;
import growth.api.data.Dataset;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.operator.GrowthContext;
import growth.runtime.evaluation.BatchCost;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The context of a growth inside a run. Batches for gradients are the next ones of the training data: they are seen once, by the
 * operator, and training goes on behind them. They count as training, by the cost of the model they were put through. A session for each
 * shape an operator asks about is opened when needed and closed with the growth.
 */
final class LearningContext implements GrowthContext, AutoCloseable {
    private final Engine engine;
    private final EngineOptions options;
    private final Dataset dataset;
    private final View view;
    private final Consumer<String> log;
    private final Map<ModelShape, EngineSession> sessions = new HashMap<>();
    private long tokens;
    private double flops;

    LearningContext(Engine engine, EngineOptions options, Dataset dataset, View view, Consumer<String> log) {
        this.engine = engine;
        // What is asked for are gradients: averages would only take memory.
        this.options = options.withAverages(Map.of());
        this.dataset = dataset;
        this.view = view;
        this.log = log;
    }

    @Override
    public Gradients gradients(ModelState parameters) {
        Batch batch = dataset.next(options.rows(), view);
        tokens += batch.tokens();
        flops += BatchCost.training(batch, parameters.shape(), view, Trainable.ALL);
        EngineSession session = sessions.computeIfAbsent(parameters.shape(), shape -> engine.open(parameters.parametersOnly(), options));
        return session.gradients(parameters, batch, view);
    }

    @Override
    public void log(String line) {
        log.accept(line);
    }

    /** Returns what the operator has spent on training so far, apart from time. */
    TrainingEffort effort() {
        return new TrainingEffort(tokens, flops, 0);
    }

    @Override
    public void close() {
        sessions.values().forEach(EngineSession::close);
        sessions.clear();
    }
}
