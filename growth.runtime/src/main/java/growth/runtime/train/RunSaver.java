package growth.runtime.train;

import growth.api.data.Tokenizer;
import growth.api.model.ModelState;
import growth.runtime.checkpoint.CheckpointStore;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.run.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Saves a run and decides which checkpoints stay: the newest ones, the best one if that is wanted, and of those that were saved by the
 * clock alone, in a run that saves at intervals of its own, the last one, until the next. For one thread.
 */
final class RunSaver {
    private final CheckpointStore store;
    private final RunFile.Checkpoint settings;
    private final LongSupplier nanoTime;
    private final SavingClock clock;
    private OptionalLong passing = OptionalLong.empty();
    private Last last = new Last(-1, Double.NaN, Optional.empty());

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

    RunSaver(CheckpointStore store, RunFile.Checkpoint settings, LongSupplier nanoTime) {
        this.store = store;
        this.settings = settings;
        this.nanoTime = nanoTime;
        clock = new SavingClock(settings.minutes(), nanoTime);
    }

    /** Takes where a run begins; {@code saved} if a checkpoint of its own folder holds that. */
    void begin(RunState state, boolean saved) {
        last = new Last(saved ? state.progress().step() : -1, state.progress().loss(), Optional.empty());
    }

    /** Returns what was saved last. */
    Last last() {
        return last;
    }

    /** Returns whether the newest checkpoint is of that step. */
    boolean saved(long step) {
        return last.step() == step;
    }

    /** Returns whether steps were trained that no checkpoint of the run holds. */
    boolean unsaved(long step) {
        return step > Math.max(0, last.step());
    }

    /** Returns whether so much time has passed that the run must be saved. */
    boolean due() {
        return clock.due();
    }

    /**
     * Returns the checkpoint's folder.
     *
     * @param byTheClock whether nothing but time is the reason
     */
    Path save(ModelState model, RunState state, Optional<Tokenizer> tokenizer, boolean byTheClock) {
        long step = state.progress().step();
        boolean best = settings.keepBest() && state.validation().step() == step;
        OptionalLong before = passing;
        passing = byTheClock && !best && settings.every().isPresent() ? OptionalLong.of(step) : OptionalLong.empty();
        Set<Long> spared = new HashSet<>();
        passing.ifPresent(spared::add);
        if (settings.keepBest()) {
            spared.add(state.validation().step());
        }
        long begin = nanoTime.getAsLong();
        Path saved = store.save(model, state, tokenizer, spared);
        before.ifPresent(passed -> drop(passed, state, step));
        clock.saved(nanoTime.getAsLong() - begin);
        last = Last.of(state, Optional.of(saved));
        return saved;
    }

    private void drop(long passed, RunState state, long saved) {
        boolean best = settings.keepBest() && state.validation().step() == passed;
        if (passed != saved && !best) {
            store.remove(passed);
        }
    }

    /** Returns the checkpoint of the lowest validation loss, if it is kept. */
    Optional<Path> best(ValidationRecord validation) {
        return Optional.of(validation.step()).filter(step -> settings.keepBest() && step >= 0).map(store::at).filter(Files::isDirectory);
    }
}
