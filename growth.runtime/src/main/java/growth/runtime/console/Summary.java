package growth.runtime.console;

import growth.api.training.Progress;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last lines of a training. */
final class Summary {
    private Summary() {
    }

    /**
     * @param folder     the run's folder
     * @param checkpoint the last checkpoint, if one was saved
     */
    static List<String> lines(Outcome outcome, Progress progress, Path folder, Optional<Path> checkpoint) {
        List<String> lines = new ArrayList<>();
        String loss = progress.validationLoss().isPresent()
                ? String.format(Locale.ROOT, "validation loss %.4f, perplexity %.2f", progress.validationLoss().getAsDouble(),
                        Math.exp(progress.validationLoss().getAsDouble()))
                : "training loss " + Amounts.loss(progress.loss());
        String done = progress.step() + " steps, " + Amounts.count(progress.tokens()) + " tokens, " + Amounts.operations(progress.flops())
                + ", " + Amounts.duration(progress.seconds());
        switch (outcome) {
            case FINISHED -> lines.add("done: " + loss + " after " + done + "; " + folder);
            case STOPPED -> lines.add("stopped: " + loss + " after " + done + "; saved in " + folder);
            case FAILED -> lines.add("failed after " + done + "; " + checkpoint.map(c -> "the last good checkpoint is " + c)
                    .orElse("this start has saved no checkpoint") + "; " + folder);
        }
        if (outcome == Outcome.FINISHED) {
            checkpoint.ifPresent(c -> lines.add("  evaluate: growth eval " + c + " --data FILE"));
        } else {
            lines.add("  resume:   growth train " + folder.resolve("run.yaml") + " --out " + folder + " --resume");
        }
        return lines;
    }
}
