package growth.runtime.train;

import growth.api.training.Progress;
import growth.api.training.TrainingEvent.RunEnded;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The outcome of a training.
 *
 * @param folder     the run folder
 * @param outcome    finished or stopped; failures are exceptions
 * @param progress   how far it came
 * @param checkpoint the last checkpoint, if one was written
 * @param best       the checkpoint of the lowest validation loss, if it is kept
 * @param shortfall  what is missing, if the run finished before its last stage
 */
public record TrainOutcome(Path folder, RunEnded.Outcome outcome, Progress progress, Optional<Path> checkpoint,
        Optional<Path> best, Optional<String> shortfall) {
}
