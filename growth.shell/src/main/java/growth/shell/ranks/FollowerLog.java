package growth.shell.ranks;

import growth.api.Amounts;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.GrowthCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.parallel.group.ProcessGroup;
import growth.runtime.train.RunListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Prints the little that is worth knowing of a rank that is not the first, where the run is told. For one training, on its thread. */
public final class FollowerLog implements RunListener {
    private final PrintStream out;
    private final ProcessGroup group;
    private final boolean quiet;
    private Path folder;

    /**
     * @param out   stays the caller's
     * @param group the ranks
     * @param quiet whether only the end is told
     */
    public FollowerLog(PrintStream out, ProcessGroup group, boolean quiet) {
        this.out = out;
        this.group = group;
        this.quiet = quiet;
    }

    @Override
    public boolean wantsPeak() {
        return false;
    }

    @Override
    public void note(String line) {
        if (!quiet) {
            print(line);
        }
    }

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof RunStarted e) {
            folder = e.folder();
            note("trains " + e.name() + " from step " + e.progress().step() + "; rank 0 keeps it in " + folder);
        } else if (event instanceof GrowthCompleted e) {
            note("grew to " + e.report().change().to() + " at step " + e.progress().step());
        } else if (event instanceof RunEnded e) {
            print(e.outcome().name().toLowerCase(Locale.ROOT) + " after " + e.progress().step() + " steps, "
                    + Amounts.duration(e.progress().seconds()) + "; the run is in " + folder);
        }
    }

    private void print(String line) {
        out.println("rank " + group.rank() + " of " + group.size() + ": " + line);
        out.flush();
    }
}
