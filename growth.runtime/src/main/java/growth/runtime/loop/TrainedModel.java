package growth.runtime.loop;

import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.runtime.gate.GateRamps;

/**
 * The model in training, at one stage.
 *
 * @param session holds it
 * @param shape   its shape
 * @param view    what is trained on
 * @param ramps   gates that are opening
 */
record TrainedModel(EngineSession session, ModelShape shape, View view, GateRamps ramps) {

    TrainedModel withView(View other) {
        return new TrainedModel(session, shape, other, ramps);
    }

    TrainedModel withRamps(GateRamps other) {
        return new TrainedModel(session, shape, view, other);
    }

    TrainedModel grown(ModelShape larger, View other, GateRamps opening) {
        return new TrainedModel(session, larger, other, opening);
    }
}
