package growth.runtime.train;

import growth.api.data.Tokenizer;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.TrainingState;
import growth.runtime.checkpoint.ValidationRecord;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Saves a run, where this process is the one that does. For one thread. */
interface Saver {
    /** A saver of a process that keeps nothing of the run, because rank 0 does. */
    Saver NOTHING = new Saver() {
        @Override
        public void begin(RunState state, boolean saved) {
            // rank 0 knows
        }

        @Override
        public Last last() {
            return new Last(0, Double.NaN, Optional.empty());
        }

        @Override
        public boolean saved(long step) {
            return true;
        }

        @Override
        public boolean unsaved(long step) {
            return false;
        }

        @Override
        public boolean due() {
            return false;
        }

        @Override
        public Optional<Path> save(Supplier<TrainingState> training, RunState state, Optional<Tokenizer> tokenizer, boolean byTheClock) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> newest() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> best(ValidationRecord validation) {
            return Optional.empty();
        }

        @Override
        public boolean misses(ValidationRecord validation) {
            return false;
        }
    };

    /**
     * What was saved last.
     *
     * @param step   the step; -1 if nothing was
     * @param loss   training loss then; NaN if not known
     * @param folder the checkpoint, if this saver saved it
     */
    record Last(long step, double loss, Optional<Path> folder) {
        static Last of(RunState state, Optional<Path> folder) {
            return new Last(state.progress().step(), state.progress().loss(), folder);
        }
    }

    /** Takes where a run begins; {@code saved} if a checkpoint of its own folder holds that. */
    void begin(RunState state, boolean saved);

    /** Returns what was saved last. */
    Last last();

    /** Returns whether the newest checkpoint is of that step. */
    boolean saved(long step);

    /** Returns whether steps were trained that no checkpoint of the run holds. */
    boolean unsaved(long step);

    /** Returns whether so much time has passed that the run must be saved. */
    boolean due();

    /**
     * Returns the checkpoint's folder; empty if nothing is kept here.
     *
     * @param training   gives what is trained, which may take a copy
     * @param byTheClock whether nothing but time is the reason
     */
    Optional<Path> save(Supplier<TrainingState> training, RunState state, Optional<Tokenizer> tokenizer, boolean byTheClock);

    /** Returns the newest checkpoint of the run, if there is one. */
    Optional<Path> newest();

    /** Returns the checkpoint of the lowest validation loss, if it is kept. */
    Optional<Path> best(ValidationRecord validation);

    /** Returns whether the checkpoint of the lowest validation loss should be there, and is not. */
    boolean misses(ValidationRecord validation);
}
