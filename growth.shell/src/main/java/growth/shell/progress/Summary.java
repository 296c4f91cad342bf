package growth.shell.progress;

import growth.api.Amounts;
import growth.api.training.Progress;
import growth.api.training.TrainingEvent.EvaluationCompleted;
import growth.api.training.TrainingEvent.RanksExchanged;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingEvent.RunEnded.Outcome;
import growth.runtime.run.DataUnit;
import growth.shell.text.CommandLines;
import growth.shell.text.Quality;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last lines of a training.
 *
 * @param quality   what is said besides the loss
 * @param unit      what data are counted in
 * @param evaluated the last evaluation, if one was made
 * @param exchange  what ranks exchanged, if there were several
 */
record Summary(Quality quality, DataUnit unit, Optional<EvaluationCompleted> evaluated, Optional<Exchange> exchange) {
    /**
     * The exchange between the ranks of a run.
     *
     * @param event what it came to
     * @param from  step at which it began
     */
    record Exchange(RanksExchanged event, long from) {
        private String words() {
            long steps = event.progress().step() - from;
            return "exchanged: " + event.ranks() + " ranks; rank 0 sent " + Amounts.bytes(event.sent()) + " and received "
                    + Amounts.bytes(event.received()) + (steps > 0 ? ", " + Amounts.bytes(event.sent() / steps) + " a step" : "")
                    + "; " + Amounts.duration(event.seconds()) + " in exchanges";
        }
    }
    private static final String TOKENIZER = "tokenizer.json";

    /**
     * @param end        how it ended
     * @param folder     the run's folder
     * @param checkpoint the last checkpoint, if one was saved
     */
    List<String> lines(RunEnded end, Path folder, Optional<Path> checkpoint) {
        List<String> lines = new ArrayList<>();
        Outcome outcome = end.outcome();
        Progress progress = end.progress();
        String loss = loss(progress);
        String done = progress.step() + " steps, " + Amounts.count(progress.tokens()) + " " + unit.words() + ", "
                + Amounts.operations(progress.flops()) + ", " + Amounts.duration(progress.seconds());
        switch (outcome) {
            case FINISHED -> lines.add("done: " + loss + " after " + done + "; " + folder);
            case STOPPED -> lines.add("stopped: " + loss + " after " + done + "; saved in " + folder);
            case FAILED -> lines.add("failed after " + done + "; " + kept(checkpoint) + "; " + folder);
            // The error says what to do: the same command would diverge again.
            case DIVERGED -> lines.add("diverged after " + done + "; " + kept(checkpoint) + "; " + folder);
        }
        end.remarks().forEach(remark -> lines.add("  " + remark));
        exchange.ifPresent(e -> lines.add("  " + e.words()));
        if (outcome == Outcome.FINISHED) {
            checkpoint.ifPresent(c -> lines.add("  evaluate: growth eval " + CommandLines.quote(c)
                    + (readsText(c) ? " --data FILE" : " --batch FILE.safetensors")));
        } else if (outcome != Outcome.DIVERGED) {
            lines.add("  resume:   " + CommandLines.resume(folder)
                    + (exchange.isPresent() ? " --rank 0 --peers …, and so on for every rank" : ""));
        }
        return lines;
    }

    /** A model that was trained on images, or on numbers of tokens alone, has no tokenizer with it. */
    private static boolean readsText(Path checkpoint) {
        return Files.exists(checkpoint.resolve(TOKENIZER));
    }

    private static String kept(Optional<Path> checkpoint) {
        return checkpoint.map(c -> "the last good checkpoint is " + c).orElse("this start has saved no checkpoint");
    }

    private String loss(Progress progress) {
        if (progress.validationLoss().isEmpty()) {
            return "training loss " + Amounts.loss(progress.loss());
        }
        double loss = progress.validationLoss().getAsDouble();
        // A run that had already finished is not evaluated again; perplexity follows from its loss.
        String more = evaluated.map(e -> ", " + quality.words(e.loss(), e.scored(), e.correct()))
                .orElse(quality == Quality.PERPLEXITY ? ", " + quality.words(loss, 1, 0) : "");
        return "validation loss " + Amounts.loss(loss) + more;
    }
}
