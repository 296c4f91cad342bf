package growth.runtime.checkpoint;

import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.parallel.session.LocalStepsSession;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All tensors of a training that a checkpoint holds.
 *
 * @param model         the model with its optimizer state and averages
 * @param outerMomentum parameter → momentum of the outer optimizer of local steps, of its shape; empty where there is none
 */
public record TrainingState(ModelState model, Map<String, INDArray> outerMomentum) {

    /** Returns the state of a model alone. */
    public static TrainingState of(ModelState model) {
        return new TrainingState(model, Map.of());
    }

    /** Returns a live view of what a session trains. */
    public static TrainingState of(EngineSession session) {
        return new TrainingState(session.state(), LocalStepsSession.of(session).map(LocalStepsSession::momentum).orElse(Map.of()));
    }
}
