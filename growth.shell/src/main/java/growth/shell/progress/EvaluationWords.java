package growth.shell.progress;

import growth.api.Amounts;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.shell.text.Quality;
import java.util.stream.Collectors;

/** The line about an evaluation. */
final class EvaluationWords {
    private EvaluationWords() {
    }

    /**
     * Returns, for example, {@code eval step 40 loss 3.2500 perplexity 25.79 bits/byte 1.4231 (1,024 labels); news 3.4012, code 2.9130}.
     */
    static String of(EvaluationCompleted event, Quality quality) {
        return "eval step " + event.progress().step() + " loss " + Amounts.loss(event.loss()) + " "
                + quality.words(event.loss(), event.scored(), event.correct())
                + Quality.bits(event.score().bitsPerByte()).map(bits -> " " + bits).orElse("")
                + event.classes().map(classes -> " " + String.join(" ", Quality.words(classes))).orElse("")
                + " (" + Amounts.grouped(event.scored()) + " labels)" + sets(event);
    }

    private static String sets(EvaluationCompleted event) {
        return event.sets().isEmpty() ? "" : event.sets().entrySet().stream().map(set -> set.getKey() + " "
                + Amounts.loss(set.getValue().loss())).collect(Collectors.joining(", ", "; ", ""));
    }
}
