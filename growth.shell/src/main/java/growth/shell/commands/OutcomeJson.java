package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingListener;
import growth.runtime.train.TrainOutcome;
import growth.shell.text.Json;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What {@code growth train --json} prints. It hears the run for what the last evaluation said. */
final class OutcomeJson implements TrainingListener {
    private volatile EvaluationCompleted evaluated;

    @Override
    public void on(TrainingEvent event) {
        if (event instanceof EvaluationCompleted e) {
            evaluated = e;
        }
    }

    /** Returns the outcome as an object. */
    ObjectNode of(TrainOutcome outcome) {
        Progress progress = outcome.progress();
        ObjectNode object = Json.object();
        object.put("outcome", outcome.outcome().name().toLowerCase(Locale.ROOT));
        object.put("folder", outcome.folder().toString());
        object.put("checkpoint", outcome.checkpoint().map(Path::toString).orElse(null));
        object.put("best", outcome.best().map(Path::toString).orElse(null));
        object.put("step", progress.step());
        object.put("tokens", progress.tokens());
        Json.put(object, "flops", progress.flops());
        Json.put(object, "seconds", progress.seconds());
        Json.put(object, "loss", progress.loss());
        Json.put(object, "validation_loss", progress.validationLoss().orElse(Double.NaN));
        Optional.ofNullable(evaluated).ifPresent(event -> put(object, event));
        object.put("stage", progress.stage());
        object.put("incomplete", outcome.shortfall().orElse(null));
        return object;
    }

    private static void put(ObjectNode object, EvaluationCompleted event) {
        event.score().bitsPerByte().ifPresent(bits -> Json.put(object, "bits_per_byte", bits));
        if (!event.sets().isEmpty()) {
            ObjectNode sets = object.putObject("sets");
            event.sets().forEach((name, score) -> Json.put(sets, name, score.loss()));
        }
    }
}
