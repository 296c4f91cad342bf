package growth.runtime.train.rate;

import growth.api.operator.LearningRatePolicy;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state in which growths, and changes of the run's length, have left the learning-rate schedule. Together with the progress it decides
 * the learning rate. Everything in it is a moment or a share of a part of the schedule itself: nothing is a share of the run, whose length
 * may change.
 *
 * @param origin    when the schedule (last) began
 * @param warmup    whether it began with a warm-up
 * @param rewarm    when a ramp back to the schedule began, if one was asked for since
 * @param continued where the schedule was taken up again as it stood, in a run of another length
 */
public record RateState(Moment origin, boolean warmup, Optional<Moment> rewarm, Optional<Continued> continued) {
    /** The beginning of a run. */
    public static final RateState START = new RateState(Moment.START, true, Optional.empty(), Optional.empty());
    private static final String NONE = "none";

    /**
     * A schedule that goes on from where it stood.
     *
     * @param at     when
     * @param levels how it stood
     */
    public record Continued(Moment at, RateLevels levels) {
    }

    /**
     * Returns the state from there on.
     *
     * @param policy what a growth does to the schedule
     * @param now    the moment of the growth
     */
    public RateState after(LearningRatePolicy policy, Moment now) {
        return switch (policy) {
            case CONTINUE -> this;
            case RESTART -> new RateState(now, true, Optional.empty(), Optional.empty());
            case REWIND -> new RateState(now, false, Optional.empty(), Optional.empty());
            case REWARM -> new RateState(origin, warmup, Optional.of(now),
                    continued.map(c -> new Continued(c.at(), new RateLevels(c.levels().warmed(), c.levels().decayed(), 0))));
        };
    }

    /** Returns the state from which the schedule is what it would have been, had the run had its present length from the beginning. */
    public RateState replanned() {
        return new RateState(origin, warmup, rewarm, Optional.empty());
    }

    /** Returns the state from which the schedule goes on as it stands at that moment. */
    public RateState continuing(Moment now, RateLevels levels) {
        return new RateState(origin, warmup, rewarm, Optional.of(new Continued(now, levels)));
    }

    /** Returns the state as texts, read back to the last bit by {@link #restore}. */
    public Map<String, String> save() {
        return Map.of("origin", origin.text(), "warmup", Boolean.toString(warmup), "rewarm", rewarm.map(Moment::text).orElse(NONE),
                "continued", continued.map(c -> c.at().text()).orElse(NONE),
                "levels", continued.map(c -> c.levels().warmed() + " " + c.levels().decayed() + " " + c.levels().rewarmed()).orElse(NONE));
    }

    /**
     * Returns the state.
     *
     * @param saved what {@link #save} gave
     * @throws IllegalArgumentException if it is not what {@link #save} gives
     */
    public static RateState restore(Map<String, String> saved) {
        if (!saved.keySet().equals(START.save().keySet())) {
            throw new IllegalArgumentException("not the state of a learning-rate schedule: " + new TreeMap<>(saved));
        }
        Optional<Continued> continued = moment(saved.get("continued")).map(at -> new Continued(at, levels(saved.get("levels"))));
        return new RateState(Moment.parse(saved.get("origin")), Boolean.parseBoolean(saved.get("warmup")), moment(saved.get("rewarm")),
                continued);
    }

    private static Optional<Moment> moment(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(Moment.parse(text));
    }

    private static RateLevels levels(String text) {
        double[] levels = Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
        return new RateLevels(levels[0], levels[1], levels[2]);
    }
}
