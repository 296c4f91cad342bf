package growth.conformance;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.model.ModelState;
import growth.api.model.View;
import growth.reference.RandomModels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An engine's results for a model: its logits, and its gradients before the first step, after one step and after two steps of AdamW, while
 * its gates open.
 *
 * @param logits    logits on {@link SmallModels#batch}
 * @param gradients the three gradients, by parameter name
 */
record FirstSteps(double[] logits, List<Map<String, INDArray>> gradients) {
    private static final int STEPS = 2;
    /** How far gates open with every step. */
    private static final double OPENING = 0.4;
    private static final TrainOptions STEP = TrainOptions.of(1e-2, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0));

    static FirstSteps of(EngineSession session, ModelState state) {
        Batch batch = RandomModels.any(state.shape(), EngineContext.ROWS, 23);
        double[] logits = logits(session, state);
        List<Map<String, INDArray>> gradients = new ArrayList<>();
        gradients.add(detached(session.gradients(batch, View.full()).values()));
        for (int step = 1; step <= STEPS; step++) {
            session.train(List.of(batch), STEP);
            double share = step * OPENING;
            session.gates(Opening.opened(state.gates(), site -> share));
            gradients.add(detached(session.gradients(batch, View.full()).values()));
        }
        return new FirstSteps(logits, gradients);
    }

    /** Returns the logits of a session that holds the state, row-major. */
    static double[] logits(EngineSession session, ModelState state) {
        try (INDArray computed = session.logits(SmallModels.batch(state.shape()), View.full())) {
            return Arrays64.of(computed);
        }
    }

    /** Returns the gradients' values, row-major. */
    List<Map<String, double[]>> values() {
        return gradients.stream().map(Trial::values).toList();
    }

    private static Map<String, INDArray> detached(Map<String, INDArray> live) {
        Map<String, INDArray> copies = new LinkedHashMap<>();
        live.forEach((name, value) -> copies.put(name, value.dup('c')));
        return copies;
    }
}
