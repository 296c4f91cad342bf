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
 * What a run is at one moment, besides the model and what the optimizer remembers.
 *
 * @param progress    how far it has come
 * @param evaluatedAt step of the last evaluation; -1 before the first
 * @param view        what is trained on
 * @param cursor      where the training data stand
 * @param schedule    what the growth schedule remembers
 * @param rate        where growths have left the learning-rate schedule
 * @param ramps       gates that are opening
 * @param workers     threads the engine computes with; another number rounds differently
 * @param search      a search among sub-networks on its way
 * @param trainable   what learns
 * @param validation  how the validation loss has come along
 * @param grown       whether the growth schedule has nothing more to ask for
 * @param duration    the run's length when the state was saved
 */
public record RunState(Progress progress, long evaluatedAt, View view, Cursor cursor, Map<String, String> schedule, RateState rate,
        GateRamps ramps, int workers, Optional<Search> search, Trainable trainable, ValidationRecord validation, boolean grown,
        TrainingTime duration) {
    public RunState {
        schedule = Map.copyOf(schedule);
    }

    /** @return the state with another learning-rate schedule's */
    public RunState with(RateState other) {
        return new RunState(progress, evaluatedAt, view, cursor, schedule, other, ramps, workers, search, trainable, validation, grown,
                duration);
    }

    /** The state of a run that does not search and trains everything. */
    public RunState(Progress progress, long evaluatedAt, View view, Cursor cursor, Map<String, String> schedule, RateState rate,
            GateRamps ramps, int workers, TrainingTime duration) {
        this(progress, evaluatedAt, view, cursor, schedule, rate, ramps, workers, Optional.empty(), Trainable.ALL, ValidationRecord.NONE,
                false, duration);
    }

    /** @return this state with another record of validation losses */
    public RunState with(ValidationRecord other) {
        return new RunState(progress, evaluatedAt, view, cursor, schedule, rate, ramps, workers, search, trainable, other, grown, duration);
    }
}
