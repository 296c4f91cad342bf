package growth.runtime.train;

import growth.api.data.Tokenizer;
import growth.runtime.checkpoint.CheckpointStore;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.TrainingState;
import growth.runtime.checkpoint.ValidationRecord;
import growth.runtime.run.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Saves a run and decides which checkpoints stay: the newest ones, the best one if that is wanted, and of those that were saved by the
 * clock alone, in a run that saves at intervals of its own, the last one, until the next. For one thread.
 */
final class RunSaver implements Saver {
    private final CheckpointStore store;
    private final RunFile.Checkpoint settings;
    private final LongSupplier nanoTime;
    private final SavingClock clock;
    private OptionalLong passing = OptionalLong.empty();
    private Last last = new Last(-1, Double.NaN, Optional.empty());

    RunSaver(CheckpointStore store, RunFile.Checkpoint settings, LongSupplier nanoTime) {
        this.store = store;
        this.settings = settings;
        this.nanoTime = nanoTime;
        clock = new SavingClock(settings.minutes(), nanoTime);
    }

    @Override
    public void begin(RunState state, boolean saved) {
        last = new Last(saved ? state.progress().step() : -1, state.progress().loss(), Optional.empty());
    }

    @Override
    public Last last() {
        return last;
    }

    @Override
    public boolean saved(long step) {
        return last.step() == step;
    }

    @Override
    public boolean unsaved(long step) {
        return step > Math.max(0, last.step());
    }

    @Override
    public boolean due() {
        return clock.due();
    }

    @Override
    public Optional<Path> save(Supplier<TrainingState> training, RunState state, Optional<Tokenizer> tokenizer, boolean byTheClock) {
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
        Path saved = store.save(training.get(), state, tokenizer, spared);
        before.ifPresent(passed -> drop(passed, state, step));
        clock.saved(nanoTime.getAsLong() - begin);
        last = Last.of(state, Optional.of(saved));
        return Optional.of(saved);
    }

    private void drop(long passed, RunState state, long saved) {
        boolean best = settings.keepBest() && state.validation().step() == passed;
        if (passed != saved && !best) {
            store.remove(passed);
        }
    }

    @Override
    public Optional<Path> newest() {
        return store.newestFirst().stream().findFirst();
    }

    @Override
    public boolean misses(ValidationRecord validation) {
        return settings.keepBest() && best(validation).isEmpty();
    }

    @Override
    public Optional<Path> best(ValidationRecord validation) {
        return Optional.of(validation.step()).filter(step -> settings.keepBest() && step >= 0).map(store::at).filter(Files::isDirectory);
    }
}
