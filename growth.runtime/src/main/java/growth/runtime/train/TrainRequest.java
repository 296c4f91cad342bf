package growth.runtime.train;

import growth.api.training.TrainingListener;
import growth.parallel.group.ProcessGroup;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A training that is asked for.
 *
 * @param run       the run
 * @param out       the run folder; empty: {@code runs/NAME} in the working directory
 * @param from      where it begins
 * @param listeners who watches, besides the installed listeners
 * @param stop      whether this training was asked to end: asked after every step, whereupon it saves and returns
 * @param shared    what it has in common with other runs
 * @param group     the ranks that train the run together, of which this is one; closed by whoever made it. Empty: this process trains alone
 */
public record TrainRequest(RunFile run, Optional<Path> out, From from, List<TrainingListener> listeners, BooleanSupplier stop,
        Shared shared, Optional<ProcessGroup> group) {
    public TrainRequest {
        Objects.requireNonNull(from);
        listeners = List.copyOf(listeners);
        Objects.requireNonNull(stop);
        Objects.requireNonNull(shared);
        Objects.requireNonNull(group);
    }

    /** A training of this process alone, which shares nothing but the usual cache. */
    public TrainRequest(RunFile run, Optional<Path> out, From from, List<TrainingListener> listeners, BooleanSupplier stop) {
        this(run, out, from, listeners, stop, Shared.NOTHING, Optional.empty());
    }

    /**
     * What a training has in common with other runs, such as those of a study.
     *
     * @param cache folder for tokenised data; empty: {@code .cache} beside the run folder
     * @param trunk folder that takes a checkpoint of the run as it stands before its first growth, with the metrics up to there, so that
     *              other runs can branch from it; empty: nobody wants one
     */
    public record Shared(Optional<Path> cache, Optional<Path> trunk) {
        /** Nothing but the usual cache. */
        public static final Shared NOTHING = new Shared(Optional.empty(), Optional.empty());
    }

    /**
     * Where a training begins.
     *
     * @param resume         go on from the run folder's last checkpoint
     * @param branch         go on in a new folder from a checkpoint of another run, or an earlier one of the same; with {@code resume} only
     *                       if that folder holds no run yet
     * @param changedPlugins go on although plug-ins are others than the run had
     */
    public record From(boolean resume, Optional<Path> branch, boolean changedPlugins) {
        /** A new run. */
        public static final From START = new From(false, Optional.empty(), false);
        /** The run folder's last checkpoint. */
        public static final From LAST_CHECKPOINT = new From(true, Optional.empty(), false);
    }

    /** Returns a training from the start, in the usual folder, that nobody watches or stops. */
    public static TrainRequest of(RunFile run) {
        return new TrainRequest(run, Optional.empty(), From.START, List.of(), () -> false);
    }

    /** Returns the same training in that run folder. */
    public TrainRequest in(Path folder) {
        return new TrainRequest(run, Optional.of(folder), from, listeners, stop, shared, group);
    }

    /** Returns the same training from another beginning. */
    public TrainRequest from(From beginning) {
        return new TrainRequest(run, out, beginning, listeners, stop, shared, group);
    }

    /** Returns the same training with these listeners, and no others but the installed ones. */
    public TrainRequest watchedBy(List<TrainingListener> others) {
        return new TrainRequest(run, out, from, others, stop, shared, group);
    }

    /** Returns the same training, which has that in common with other runs. */
    public TrainRequest sharing(Shared common) {
        return new TrainRequest(run, out, from, listeners, stop, common, group);
    }

    /** Returns the same training, which ends when {@code asked} says so. */
    public TrainRequest stoppedBy(BooleanSupplier asked) {
        return new TrainRequest(run, out, from, listeners, asked, shared, group);
    }

    /** Returns the same training as one rank of a group. */
    public TrainRequest among(ProcessGroup ranks) {
        return new TrainRequest(run, out, from, listeners, stop, shared, Optional.of(ranks));
    }

    /** Returns whether another process, rank 0, keeps the run: this one writes nothing of it. */
    public boolean follows() {
        return group.filter(ranks -> ranks.rank() > 0).isPresent();
    }
}
