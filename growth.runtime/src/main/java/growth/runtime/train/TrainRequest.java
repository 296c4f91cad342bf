package growth.runtime.train;

import growth.api.training.TrainingListener;
import growth.runtime.run.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A training that is asked for.
 *
 * @param run       the run
 * @param out       the run folder; empty: {@code runs/NAME} beside the working directory
 * @param resume    go on from the run folder's last checkpoint
 * @param listeners who watches, besides the installed listeners
 */
public record TrainRequest(RunFile run, Optional<Path> out, boolean resume, List<TrainingListener> listeners) {
}
