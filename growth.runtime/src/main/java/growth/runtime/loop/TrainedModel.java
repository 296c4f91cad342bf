package growth.runtime.loop;

import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.View;
import growth.runtime.gate.GateRamps;
import growth.runtime.search.Search;
import java.util.Optional;

/**
 * The model in training, at one stage.
 *
 * @param session holds it
 * @param shape   its shape
 * @param view    what is trained on
 * @param ramps   gates that are opening
 * @param search  a search among its sub-networks, until which they are trained in its place
 */
record TrainedModel(EngineSession session, ModelShape shape, View view, GateRamps ramps, Optional<Search> search) {

    TrainedModel withView(View other) {
        return new TrainedModel(session, shape, other, ramps, search);
    }

    TrainedModel withRamps(GateRamps other) {
        return new TrainedModel(session, shape, view, other, search);
    }

    TrainedModel searching(Search begun, View largest) {
        return new TrainedModel(session, shape, largest, ramps, Optional.of(begun));
    }

    TrainedModel grown(ModelShape larger, View other, GateRamps opening) {
        return new TrainedModel(session, larger, other, opening, Optional.empty());
    }

    /**
     * @param seed decides which sub-network of a search it is
     * @return what the run's next step trains on
     */
    View next(long seed, long step) {
        return search.map(s -> s.sampled(seed, step).running()).orElse(view);
    }
}
