package growth.shell.fake;

import growth.launcher.place.Executor;
import growth.launcher.place.Place;
import growth.launcher.place.Watcher;
import growth.launcher.place.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A place that is here: it carries out commands on the console of a test. */
public final class FakePlace implements Place {
    private final Trial trial;
    private final List<Work> works = new ArrayList<>();
    private UnaryOperator<List<String>> seen = command -> command;
    private long memory;

    /** @param trial carries them out */
    public FakePlace(Trial trial) {
        this.trial = trial;
    }

    /** From now on an executor sees the command otherwise. */
    public FakePlace seeing(UnaryOperator<List<String>> changed) {
        seen = changed;
        return this;
    }

    /** From now on its executor says how much memory it has. */
    public FakePlace memory(long bytes) {
        memory = bytes;
        return this;
    }

    /** Returns what it was asked for. */
    public List<Work> works() {
        return works;
    }

    @Override
    public List<Executor> executors() {
        return List.of(new Executor("0", "node7", 2, memory, "17", Map.of()));
    }

    @Override
    public int run(Work work, Watcher watcher) {
        works.add(work);
        Trial.Result result = trial.run(seen.apply(work.command()).toArray(String[]::new));
        result.out().lines().forEach(watcher::printed);
        result.err().lines().forEach(watcher::note);
        return result.status();
    }
}
