package growth.runtime.train;

import growth.api.engine.EngineOptions;
import growth.api.model.ModelState;
import growth.api.model.Trainable;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.TrainingState;
import growth.runtime.prepare.PreparedRun;

/**
 * The starting point of a training loop.
 *
 * @param state    the run's state
 * @param training the model, closed when an engine has taken it over, and what belongs to it
 * @param resumed  whether it comes from a checkpoint
 * @param saved    whether that checkpoint lies in the run's own folder
 */
record RunPoint(RunState state, TrainingState training, boolean resumed, boolean saved) {

    /** Returns the model. */
    ModelState model() {
        return training.model();
    }

    /** Returns the point before the first step; {@code resumed} if the run was begun before, but never saved. */
    static RunPoint start(PreparedRun run, EngineOptions options, boolean resumed) {
        Trainable trainable = run.run().training().computation().trainable();
        RunState state = RunState.start(RunState.Stage.of(run.schedule().startView(), trainable), run.schedule().save(), options.workers(),
                run.scale().duration());
        return new RunPoint(state, TrainingState.of(StartingModel.of(run)), resumed, resumed);
    }
}
