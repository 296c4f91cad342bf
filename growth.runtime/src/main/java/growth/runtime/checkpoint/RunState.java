package growth.runtime.checkpoint;

import growth.api.TrainingTime;
import growth.api.data.Cursor;
import growth.api.model.Trainable;
import growth.api.model.View;
import growth.api.training.Progress;
import growth.runtime.train.gate.GateRamps;
import growth.runtime.train.rate.RateState;
import growth.runtime.train.search.Search;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a run at one moment, besides the model and the optimizer state.
 *
 * @param progress    how far it has come
 * @param evaluatedAt step of the last evaluation; -1 before the first
 * @param stage       what it trains
 * @param cursor      where the training data stand
 * @param schedule    what the growth schedule remembers
 * @param rate        where growths have left the learning-rate schedule
 * @param workers     threads the engine computes with; another number rounds differently
 * @param validation  the course of the validation loss
 * @param grown       whether the growth schedule has nothing more to ask for
 * @param duration    the run's length when the state was saved
 */
public record RunState(Progress progress, long evaluatedAt, Stage stage, Cursor cursor, Map<String, String> schedule, RateState rate,
        int workers, ValidationRecord validation, boolean grown, TrainingTime duration) {
    public RunState {
        schedule = Map.copyOf(schedule);
    }

    /**
     * The subject of training between two changes.
     *
     * @param view      what is trained on
     * @param ramps     gates that are opening
     * @param search    a search among sub-networks on its way, until which they are trained in the model's place
     * @param trainable what learns
     */
    public record Stage(View view, GateRamps ramps, Optional<Search> search, Trainable trainable) {
        /** Returns the stage of a model that does not search and has no gates that open. */
        public static Stage of(View view, Trainable trainable) {
            return new Stage(view, GateRamps.NONE, Optional.empty(), trainable);
        }
    }

    /** Returns the state before the first step, of a run that trains {@code stage}. */
    public static RunState start(Stage stage, Map<String, String> schedule, int workers, TrainingTime duration) {
        return new RunState(Progress.none(), -1, stage, Cursor.START, schedule, RateState.START, workers, ValidationRecord.NONE, false,
                duration);
    }

    /** Returns the state with another state of the learning-rate schedule. */
    public RunState with(RateState other) {
        return new RunState(progress, evaluatedAt, stage, cursor, schedule, other, workers, validation, grown, duration);
    }

    /** Returns this state with another record of validation losses. */
    public RunState with(ValidationRecord other) {
        return new RunState(progress, evaluatedAt, stage, cursor, schedule, rate, workers, other, grown, duration);
    }

    /** Returns whether the run trains the model it began with: nothing has grown, and no search is on its way. */
    public boolean ungrown() {
        return progress.stage() == 0 && stage.search().isEmpty();
    }

    /** Returns this state for a run whose growth is still to come, with what its schedule remembers. */
    public RunState growing(Map<String, String> remembered) {
        return new RunState(progress, evaluatedAt, stage, cursor, remembered, rate, workers, validation, false, duration);
    }
}
