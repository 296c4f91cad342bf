package growth.runtime.train.rate;

import growth.api.TrainingTime;
import growth.api.TrainingTime.Unit;
import growth.api.training.Progress;
import java.util.Arrays;

/**
 * A moment of a run, in every unit of training time but shares: it stays what it is when the run is made longer or shorter.
 *
 * @param step    optimizer steps done
 * @param tokens  tokens (images) trained on
 * @param epochs  passes over the training data
 * @param flops   training operations spent
 * @param seconds seconds spent training
 */
public record Moment(long step, long tokens, double epochs, double flops, double seconds) {
    /** The beginning of a run. */
    public static final Moment START = new Moment(0, 0, 0, 0, 0);
    private static final int UNITS = 5;

    /** Returns the moment at which a run has come so far. */
    public static Moment of(Progress progress) {
        return new Moment(progress.step(), progress.tokens(), progress.epochs(), progress.flops(), progress.seconds());
    }

    /**
     * Returns the share of that run that is done, at most 1.
     *
     * @param run the length of a run; no share
     */
    public double share(TrainingTime run) {
        return Math.min(1, in(run.unit()) / run.value());
    }

    private double in(Unit unit) {
        return switch (unit) {
            case STEPS -> step;
            case EPOCHS -> epochs;
            case TOKENS -> tokens;
            case FLOPS -> flops;
            case SECONDS -> seconds;
            case SHARE -> throw new IllegalArgumentException("a moment is a share of no run in particular");
        };
    }

    /** Returns a text from which {@link #parse} makes the same moment to the last bit. */
    String text() {
        return step + " " + tokens + " " + epochs + " " + flops + " " + seconds;
    }

    /** @throws IllegalArgumentException if it is not what {@link #text} gives */
    static Moment parse(String text) {
        String[] parts = text.split(" ");
        if (parts.length != UNITS) {
            throw new IllegalArgumentException("not a moment of a run: " + text);
        }
        double[] numbers = Arrays.stream(parts).skip(2).mapToDouble(Double::parseDouble).toArray();
        return new Moment(Long.parseLong(parts[0]), Long.parseLong(parts[1]), numbers[0], numbers[1], numbers[2]);
    }
}
