package growth.api;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A point or span of training time with its unit, as run files write it: {@code 500ba}, {@code 2ep}, {@code 8Mtok},
 * {@code 1.5Tflop}, {@code 90sec}, or a share of the whole run: {@code 10%}.
 *
 * @param value the amount, in whole units ({@code 8Mtok} is 8,000,000); a share is a fraction ({@code 10%} is 0.1); finite, not negative
 * @param unit  the unit
 */
public record TrainingTime(double value, Unit unit) {
    /** The units of training time. */
    public enum Unit {
        /** Optimizer steps, one batch each. */
        STEPS("ba"),
        /** Passes over the training data. */
        EPOCHS("ep"),
        /** Tokens (images for vision models) put through the model in training. */
        TOKENS("tok"),
        /** Training floating-point operations, by the count of {@link growth.api.model.TrainingCost}. */
        FLOPS("flop"),
        /** Seconds of training. */
        SECONDS("sec"),
        /** Share of the whole run's duration, 0 to 1. */
        SHARE("%");

        private final String suffix;

        Unit(String suffix) {
            this.suffix = suffix;
        }

        /** Returns the unit as run files write it. */
        public String suffix() {
            return suffix;
        }
    }

    public TrainingTime {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "a time must be finite and not negative, not " + value);
        }
        if (unit == Unit.SHARE && value > 1) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "a share of the run is at most 100%, not " + value * 100 + "%");
        }
    }

    /** Returns the share {@code fraction} (0 to 1) of the whole run. */
    public static TrainingTime share(double fraction) {
        return new TrainingTime(fraction, Unit.SHARE);
    }

    /** Returns a number of optimizer steps. */
    public static TrainingTime steps(long steps) {
        return new TrainingTime(steps, Unit.STEPS);
    }

    /** Returns a number of tokens. */
    public static TrainingTime tokens(double tokens) {
        return new TrainingTime(tokens, Unit.TOKENS);
    }

    /**
     * @param text e.g. {@code 8Mtok}, {@code 1.5 TFLOP}, {@code 2h05m}: what {@link TrainingTimeSyntax} reads
     * @return the time
     * @throws GrowthException (CONFIGURATION) that says what would be right
     */
    public static TrainingTime parse(String text) {
        return TrainingTimeSyntax.parse(text);
    }

    /**
     * @param run the length of the whole run; not a share
     * @return this time; a share is converted to the unit of the run's length, so that it stays the same when the run is made longer
     */
    public TrainingTime absolute(TrainingTime run) {
        return unit == Unit.SHARE ? new TrainingTime(value * run.value, run.unit) : this;
    }

    /**
     * @param tokensPerStep  tokens (images) of one optimizer step at full view
     * @param tokensPerEpoch tokens (images) of the training data
     * @return this span in tokens; empty for a share, and for operations and seconds, because growth changes how many of them a token takes
     */
    public OptionalDouble inTokens(long tokensPerStep, long tokensPerEpoch) {
        return switch (unit) {
            case TOKENS -> OptionalDouble.of(value);
            case STEPS -> OptionalDouble.of(value * tokensPerStep);
            case EPOCHS -> OptionalDouble.of(value * tokensPerEpoch);
            case FLOPS, SECONDS, SHARE -> OptionalDouble.empty();
        };
    }

    /**
     * @param run            the whole run
     * @param tokensPerStep  tokens (images) of one optimizer step at full view
     * @param tokensPerEpoch tokens (images) of the training data
     * @return this span as a share of the run, 1 for its whole length; empty where the units do not convert
     */
    public OptionalDouble shareOf(TrainingTime run, long tokensPerStep, long tokensPerEpoch) {
        if (unit == Unit.SHARE) {
            return OptionalDouble.of(value);
        }
        if (unit == run.unit) {
            return OptionalDouble.of(value / run.value);
        }
        OptionalDouble part = inTokens(tokensPerStep, tokensPerEpoch);
        OptionalDouble whole = run.inTokens(tokensPerStep, tokensPerEpoch);
        return part.isPresent() && whole.isPresent() ? OptionalDouble.of(part.getAsDouble() / whole.getAsDouble()) : OptionalDouble.empty();
    }

    /** Returns the shortest text that {@link #parse} reads back as this time. */
    @Override
    public String toString() {
        if (unit == Unit.SHARE) {
            return number(value * 100) + "%";
        }
        String[] multipliers = {"T", "B", "M", "k"};
        double[] factors = {1e12, 1e9, 1e6, 1e3};
        for (int i = 0; i < factors.length; i++) {
            double scaled = value / factors[i];
            if (scaled >= 1 && scaled * 1000 == Math.rint(scaled * 1000) && Double.parseDouble(number(scaled)) * factors[i] == value) {
                return number(scaled) + multipliers[i] + unit.suffix();
            }
        }
        return number(value) + unit.suffix();
    }

    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? String.format(Locale.ROOT, "%d", (long) x) : Double.toString(x);
    }
}
