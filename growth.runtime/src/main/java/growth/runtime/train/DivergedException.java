package growth.runtime.train;

import growth.api.Amounts;
import growth.api.GrowthException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Optional;

/** A training left the range of numbers. The message ends with the advice that {@link #remedy} makes concrete. */
public final class DivergedException extends GrowthException {
    private static final long serialVersionUID = 1L;
    /** The default peak, at which hardly a model diverges; rates far above it may have to fall by more than a factor. */
    private static final double SAFE_RATE = 1e-3;
    private static final double FACTOR = 0.1;
    private final transient Remedy remedy;

    /**
     * How to train on.
     *
     * @param folder       the run's folder
     * @param anew         whether the run has to begin again in another folder, because its last checkpoint is of no use
     * @param learningRate a peak that will do
     */
    public record Remedy(Path folder, boolean anew, BigDecimal learningRate) {
    }

    /**
     * @param what       what became of which number
     * @param step       the step in which it happened
     * @param checkpoint the last good one, if there is one
     * @param lost       why its model cannot go on, whatever the rate; empty where it may
     * @param peakRate   the run's peak learning rate
     */
    DivergedException(String what, long step, Path folder, Optional<Path> checkpoint, Optional<String> lost, double peakRate) {
        this("step " + step + ": training diverged: " + what + "; " + advice(checkpoint, lost),
                new Remedy(folder, checkpoint.isPresent() && lost.isPresent(), lower(peakRate)));
    }

    /**
     * Tells of a training that another process carried out.
     *
     * @param message what that process said
     */
    public DivergedException(String message, Remedy remedy) {
        super(Kind.DIVERGED, message);
        this.remedy = remedy;
    }

    /** Returns how to train on. */
    public Remedy remedy() {
        return remedy;
    }

    @Override
    protected GrowthException copy(String where, String wrong, String message) {
        return new DivergedException(message, remedy);
    }

    /**
     * Returns why a lower rate would hardly help a checkpoint: it was saved on the way out.
     *
     * @param steps    steps made since it was saved
     * @param loss     training loss when it was saved; NaN if not known
     * @param guessing loss of answers by chance
     */
    static Optional<String> lost(long steps, double loss, double guessing) {
        if (steps == 0) {
            return Optional.of("it is its very next step that fails, at any rate");
        }
        return loss > guessing ? Optional.of("its loss was " + Amounts.loss(loss) + " already, above that of guessing ("
                + Amounts.loss(guessing) + ")") : Optional.empty();
    }

    private static String advice(Optional<Path> checkpoint, Optional<String> lost) {
        if (checkpoint.isEmpty()) {
            return "no checkpoint had been saved yet; start again with a lower training.optimizer.lr";
        }
        String last = "the last good checkpoint is " + checkpoint.get();
        return lost.map(why -> last + ", but " + why + "; start again with a lower training.optimizer.lr or a longer warm-up")
                .orElse(last + "; continue from it with a lower training.optimizer.lr");
    }

    private static BigDecimal lower(double peakRate) {
        return new BigDecimal(Math.min(SAFE_RATE, peakRate * FACTOR)).round(new MathContext(2)).stripTrailingZeros();
    }
}
