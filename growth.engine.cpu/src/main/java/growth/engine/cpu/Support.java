package growth.engine.cpu;

import growth.api.GrowthException;
import growth.api.engine.EngineOptions;
import growth.api.engine.Regularization;
import growth.api.engine.TrainOptions;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.View;

/** What the engine can do, and its refusals of the rest. */
final class Support {
    private Support() {
    }

    /** @throws GrowthException (CONFIGURATION) if the engine cannot run that view of the model */
    static void check(ModelShape shape, View view) {
        if (shape.family() != Family.LLAMA) {
            throw refusal("the cpu engine does not train family " + shape.family().id() + "; it trains llama");
        }
        if (view.pooling().isPresent()) {
            throw refusal("the cpu engine does not pool sequences; leave pooling out of the view");
        }
        if (view.resolution().isPresent()) {
            throw refusal("family " + shape.family().id() + " has no images; leave resolution out of the view");
        }
        if (view.layers().isPresent()) {
            throw refusal("the cpu engine always runs all layers; leave layers out of the view");
        }
        int sequence = view.sequence(shape);
        if (sequence < 1 || sequence > shape.context()) {
            throw refusal("a view of " + sequence + " tokens per sequence does not fit context " + shape.context() + "; use 1 to "
                    + shape.context());
        }
    }

    /** @throws GrowthException (CONFIGURATION) if the engine cannot take over that state */
    static void check(ModelState state) {
        check(state.shape(), View.full());
        check(state.gates());
        if (!state.averages().isEmpty()) {
            throw refusal("the cpu engine keeps no averages of parameters; the state has " + state.averages().keySet());
        }
        state.optimizer().forEach((name, remembered) -> remembered.slots().keySet().forEach(slot -> check(name, slot)));
    }

    private static void check(String name, OptimizerState.Slot slot) {
        if (slot != OptimizerState.Slot.FIRST_MOMENT && slot != OptimizerState.Slot.SECOND_MOMENT) {
            throw refusal("the optimizer state of " + name + " has a " + slot + "; the cpu engine's adamw takes first and second moments");
        }
    }

    /** @throws GrowthException (CONFIGURATION) if there are gates */
    static void check(Gates gates) {
        if (!gates.isEmpty()) {
            throw refusal("the cpu engine has no gates; choose an operator that needs none");
        }
    }

    /** @throws GrowthException (CONFIGURATION) if the engine cannot open a session like that */
    static void check(EngineOptions options) {
        if (options.workers() < 0 || options.rows() < 1) {
            throw refusal("an engine session of " + options.workers() + " workers and " + options.rows()
                    + " rows; it needs at least 1 row and 0 (one per core) or more workers");
        }
        if (!options.averages().isEmpty()) {
            throw refusal("the cpu engine keeps no averages of parameters; " + options.averages().keySet() + " were asked for");
        }
    }

    /** @throws GrowthException (CONFIGURATION) if the engine cannot make a step like that */
    static void check(TrainOptions options) {
        String optimizer = options.optimizer().kind();
        if (!optimizer.equals("adamw")) {
            throw refusal("the cpu engine has no optimizer " + optimizer + "; it has adamw");
        }
        if (!options.regularization().equals(Regularization.NONE)) {
            throw refusal("the cpu engine leaves nothing out at random; set dropout, stochastic depth and label smoothing to 0");
        }
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }
}
