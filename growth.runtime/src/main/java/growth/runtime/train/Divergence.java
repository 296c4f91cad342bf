package growth.runtime.train;

import growth.api.GrowthException;
import growth.runtime.console.Amounts;
import growth.runtime.console.ResumeCommand;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What is said when a training has left the range of numbers, with a command that goes on from there.
 *
 * @param folder     the run's
 * @param checkpoint the last one, if there is one
 * @param lost       why its model cannot go on, whatever the rate; empty where it may
 * @param peakRate   the run's peak learning rate
 */
record Divergence(Path folder, Optional<Path> checkpoint, Optional<String> lost, double peakRate) {
    /** The default peak, at which hardly a model diverges; rates far above it may have to fall by more than a factor. */
    private static final double SAFE_RATE = 1e-3;
    private static final double FACTOR = 0.1;

    /**
     * @param steps    done since the checkpoint was saved
     * @param loss     training loss when it was saved; NaN if not known
     * @param guessing loss of answers by chance
     * @return why a lower rate would hardly help it: it was saved on the way out
     */
    static Optional<String> lost(long steps, double loss, double guessing) {
        if (steps == 0) {
            return Optional.of("it is its very next step that fails, at any rate");
        }
        return loss > guessing ? Optional.of("its loss was " + Amounts.loss(loss) + " already, above that of guessing ("
                + Amounts.loss(guessing) + ")") : Optional.empty();
    }

    /**
     * @param what what became of which number
     * @param step the step it happened in
     */
    GrowthException at(long step, String what) {
        return new GrowthException(GrowthException.Kind.DIVERGED, "step " + step + ": training diverged: " + what + "; " + advice());
    }

    private String advice() {
        String lower = " --set training.optimizer.lr=" + lowerRate();
        if (checkpoint.isEmpty()) {
            return "no checkpoint had been saved yet; begin again with a lower training.optimizer.lr: " + ResumeCommand.of(folder) + lower;
        }
        String last = "the last good checkpoint is " + checkpoint.get();
        if (lost.isPresent()) {
            return last + ", but " + lost.get() + "; begin anew with a lower training.optimizer.lr or a longer warm-up: "
                    + ResumeCommand.anew(folder, folder.resolveSibling(folder.getFileName() + "-lower-rate")) + lower;
        }
        return last + "; go on from it with a lower training.optimizer.lr: " + ResumeCommand.of(folder) + lower;
    }

    private String lowerRate() {
        BigDecimal rate = new BigDecimal(Math.min(SAFE_RATE, peakRate * FACTOR)).round(new MathContext(2)).stripTrailingZeros();
        return String.format(Locale.ROOT, "%s", rate).toLowerCase(Locale.ROOT);
    }
}
