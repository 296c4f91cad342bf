package growth.runtime.rate;

import growth.api.operator.LearningRatePolicy;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Where growths have left the learning-rate schedule. Together with the run's share it decides the learning rate.
 *
 * @param origin share of the run at which the schedule (last) began
 * @param warmup whether it began with a warm-up
 * @param rewarm share of the run at which a ramp back to the schedule began, if one was asked for since
 */
public record RateState(double origin, boolean warmup, OptionalDouble rewarm) {
    /** The beginning of a run. */
    public static final RateState START = new RateState(0, true, OptionalDouble.empty());

    /**
     * @param policy what a growth does to the schedule
     * @param share  share of the run at the growth
     * @return the state from there on
     */
    public RateState after(LearningRatePolicy policy, double share) {
        return switch (policy) {
            case CONTINUE -> this;
            case RESTART -> new RateState(share, true, OptionalDouble.empty());
            case REWIND -> new RateState(share, false, OptionalDouble.empty());
            case REWARM -> new RateState(origin, warmup, OptionalDouble.of(share));
        };
    }

    /** @return the state as texts, read back to the last bit by {@link #restore} */
    public Map<String, String> save() {
        return Map.of("origin", Double.toString(origin), "warmup", Boolean.toString(warmup),
                "rewarm", rewarm.isPresent() ? Double.toString(rewarm.getAsDouble()) : "none");
    }

    /**
     * @param saved what {@link #save} gave
     * @return the state
     * @throws IllegalArgumentException if it is not what {@link #save} gives
     */
    public static RateState restore(Map<String, String> saved) {
        if (!saved.keySet().equals(START.save().keySet())) {
            throw new IllegalArgumentException("not the state of a learning-rate schedule: " + saved);
        }
        String rewarm = saved.get("rewarm");
        return new RateState(Double.parseDouble(saved.get("origin")), Boolean.parseBoolean(saved.get("warmup")),
                rewarm.equals("none") ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(rewarm)));
    }
}
