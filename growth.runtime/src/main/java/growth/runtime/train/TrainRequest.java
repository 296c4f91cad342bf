package growth.runtime.train;

import growth.api.training.TrainingListener;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A training that is asked for.
 *
 * @param run            the run
 * @param out            the run folder; empty: {@code runs/NAME} beside the working directory
 * @param resume         go on from the run folder's last checkpoint
 * @param listeners      who watches, besides the installed listeners
 * @param stop           whether this training alone was asked to end: asked after every step, whereupon it saves and returns
 * @param changedPlugins when it is resumed, go on although plug-ins are others than the run had
 * @param branch         a checkpoint of another run, or an earlier one of the same, to go on from in a new folder; with {@code resume} only
 *                       if that folder holds no run yet
 */
public record TrainRequest(RunFile run, Optional<Path> out, boolean resume, List<TrainingListener> listeners, BooleanSupplier stop,
        boolean changedPlugins, Optional<Path> branch) {
    public TrainRequest {
        listeners = List.copyOf(listeners);
        Objects.requireNonNull(stop);
    }

    /** A training that only {@link Trainer#stop} ends before its time. */
    public TrainRequest(RunFile run, Optional<Path> out, boolean resume, List<TrainingListener> listeners) {
        this(run, out, resume, listeners, () -> false, false);
    }

    /** A training that begins, or goes on in its own folder. */
    public TrainRequest(RunFile run, Optional<Path> out, boolean resume, List<TrainingListener> listeners, BooleanSupplier stop,
            boolean changedPlugins) {
        this(run, out, resume, listeners, stop, changedPlugins, Optional.empty());
    }
}
