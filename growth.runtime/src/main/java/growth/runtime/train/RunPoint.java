package growth.runtime.train;

import growth.api.model.ModelState;
import growth.runtime.checkpoint.RunState;

/**
 * Where a loop begins.
 *
 * @param state   the run's state
 * @param model   the model; closed when an engine has taken it over
 * @param resumed whether it comes from a checkpoint
 * @param saved   whether that checkpoint lies in the run's own folder
 */
record RunPoint(RunState state, ModelState model, boolean resumed, boolean saved) {
    RunPoint(RunState state, ModelState model, boolean resumed) {
        this(state, model, resumed, resumed);
    }
}
