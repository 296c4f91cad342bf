package growth.runtime.train;

import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.runtime.checkpoint.RunState.Stage;
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.search.Search;
import java.util.Optional;

/**
 * The model in training, at one stage.
 *
 * @param session holds it
 * @param shape   its shape
 * @param stage   what of it is trained, and on what
 */
record TrainedModel(EngineSession session, ModelShape shape, Stage stage) {

    View view() {
        return stage.view();
    }

    GateRamps ramps() {
        return stage.ramps();
    }

    Optional<Search> search() {
        return stage.search();
    }

    Trainable trainable() {
        return stage.trainable();
    }

    TrainedModel withView(View other) {
        return with(new Stage(other, ramps(), search(), trainable()));
    }

    TrainedModel withRamps(GateRamps other) {
        return with(new Stage(view(), other, search(), trainable()));
    }

    TrainedModel searching(Search begun, View largest) {
        return with(new Stage(largest, ramps(), Optional.of(begun), trainable()));
    }

    private TrainedModel with(Stage other) {
        return new TrainedModel(session, shape, other);
    }

    TrainedModel grown(ModelShape larger, View other, GateRamps opening, Trainable parts) {
        return new TrainedModel(session, larger, new Stage(other, opening, Optional.empty(), parts));
    }

    /**
     * Returns what the run's next step trains on.
     *
     * @param seed decides which sub-network of a search it is
     */
    View next(long seed, long step) {
        return search().map(s -> s.sampled(seed, step).running()).orElse(view());
    }
}
