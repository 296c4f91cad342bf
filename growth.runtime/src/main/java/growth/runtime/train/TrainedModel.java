package growth.runtime.train;

import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.search.Search;
import java.util.Optional;

/**
 * The model in training, at one stage.
 *
 * @param session  holds it
 * @param shape    its shape
 * @param view     what is trained on
 * @param ramps    gates that are opening
 * @param search   a search among its sub-networks, until which they are trained in its place
 * @param trainable what of it learns
 */
record TrainedModel(EngineSession session, ModelShape shape, View view, GateRamps ramps, Optional<Search> search, Trainable trainable) {

    TrainedModel withView(View other) {
        return new TrainedModel(session, shape, other, ramps, search, trainable);
    }

    TrainedModel withRamps(GateRamps other) {
        return new TrainedModel(session, shape, view, other, search, trainable);
    }

    TrainedModel searching(Search begun, View largest) {
        return new TrainedModel(session, shape, largest, ramps, Optional.of(begun), trainable);
    }

    TrainedModel grown(ModelShape larger, View other, GateRamps opening, Trainable parts) {
        return new TrainedModel(session, larger, other, opening, Optional.empty(), parts);
    }

    /**
     * @param seed decides which sub-network of a search it is
     * @return what the run's next step trains on
     */
    View next(long seed, long step) {
        return search.map(s -> s.sampled(seed, step).running()).orElse(view);
    }
}
