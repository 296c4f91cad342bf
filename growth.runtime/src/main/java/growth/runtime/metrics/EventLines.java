package growth.runtime.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.CheckpointSaved;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunStarted;
import growth.api.training.TrainingEvent.StepCompleted;
import growth.runtime.folder.RunFolder;
import growth.runtime.metrics.MetricsRecord.Checkpoint;
import growth.runtime.metrics.MetricsRecord.End;
import growth.runtime.metrics.MetricsRecord.Evaluation;
import growth.runtime.metrics.MetricsRecord.Start;
import growth.runtime.metrics.MetricsRecord.Step;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Events as lines for another process: the lines of {@code metrics.jsonl}, each with an object {@code progress} behind that holds what a
 * record leaves out: {@code share}, {@code loss} and {@code validation_loss}. Read back are those that tell how far a run has come; a
 * stage, a growth, a search and a suite are told by the record. No line holds a path: the run folder may lie elsewhere for whoever reads.
 */
public final class EventLines {
    private static final String PROGRESS = "progress";

    private EventLines() {
    }

    /** Returns the lines of an event, without line ends: several for the tasks of a suite, none for what leaves none. */
    public static List<String> of(TrainingEvent event) {
        return MetricsLine.all(event).stream().map(line -> line(line, event)).toList();
    }

    private static String line(ObjectNode line, TrainingEvent event) {
        ObjectNode more = line.putObject(PROGRESS);
        if (event instanceof StepCompleted e) {
            put(more, e.progress());
        } else if (event instanceof EvaluationCompleted e) {
            put(more, e.progress());
        } else if (event instanceof RunStarted e) {
            put(more, e.progress());
        } else if (event instanceof CheckpointSaved e) {
            put(more, e.progress());
        } else if (event instanceof RunEnded e) {
            put(more, e.progress());
        } else {
            line.remove(PROGRESS);
        }
        return line.toString();
    }

    private static void put(ObjectNode more, Progress progress) {
        MetricsLine.number(more, "share", progress.share());
        MetricsLine.number(more, "loss", progress.loss());
        MetricsLine.optional(more, "validation_loss", progress.validationLoss());
    }

    /**
     * Returns the event that a line tells of; empty if it is no such line, or one of those that are not read back.
     *
     * @param folder the run folder, as whoever reads sees it
     */
    public static Optional<TrainingEvent> event(String text, RunFolder folder) {
        return LineText.entry(text).filter(entry -> entry.path(PROGRESS).isObject()).flatMap(entry -> {
            try {
                LineFields more = new LineFields(entry.path(PROGRESS));
                return LineReader.read(entry).flatMap(line -> event(line, more, folder));
            } catch (LineFields.Unfit e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<TrainingEvent> event(MetricsRecord line, LineFields more, RunFolder folder) {
        Point at = line.at();
        OptionalDouble validation = more.optional("validation_loss");
        Progress progress = new Progress(at.step(), at.tokens(), at.epochs(), at.flops(), at.seconds(), more.number("share"),
                more.number("loss"), validation, at.stage());
        if (line instanceof Step e) {
            return Optional.of(new StepCompleted(progress, e.learningRate(), e.gradientNorm(), e.speed().tokensPerSecond(),
                    e.speed().flopsPerSecond()));
        } else if (line instanceof Evaluation e) {
            return Optional.of(new EvaluationCompleted(progress, e.score(), e.sets(), e.took(), e.classes()));
        } else if (line instanceof Start e) {
            return Optional.of(new RunStarted(e.name(), folder.path(), e.resumed(), progress));
        } else if (line instanceof Checkpoint e) {
            return Optional.of(new CheckpointSaved(progress, folder.checkpoints().resolve(e.folder()), e.seconds().orElse(Double.NaN)));
        } else if (line instanceof End e) {
            return Optional.of(new RunEnded(progress, e.outcome(), e.remarks(), e.facts()));
        }
        return Optional.empty();
    }
}
