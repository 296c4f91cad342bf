package growth.api.operator;

import growth.api.TrainingTime;
import java.util.Optional;

/**
 * What can be said of a growth before it is made, so that a plan can count and warn.
 *
 * @param batches training batches that the operator asks gradients of, to train something itself
 * @param opening how long the gates that it closes take to open; empty if it closes none
 * @param parting what would part the copies that the growth makes and that stay equal for ever without it, e.g. {@code shares: uneven};
 *                empty if it makes no such copies
 */
public record GrowthForecast(long batches, Optional<TrainingTime> opening, Optional<String> parting) {
    public GrowthForecast {
        if (batches < 0) {
            throw new IllegalArgumentException("a growth cannot train on " + batches + " batches");
        }
    }

    /** A growth that trains nothing itself, closes no gates, and whose copies, if there are any, part. */
    public static final GrowthForecast PLAIN = new GrowthForecast(0, Optional.empty(), Optional.empty());

    /** @return the forecast of an operator that trains on so many batches */
    public static GrowthForecast training(long batches) {
        return new GrowthForecast(batches, Optional.empty(), Optional.empty());
    }

    /** @return the forecast of a growth whose gates open over that time */
    public static GrowthForecast opening(TrainingTime time) {
        return new GrowthForecast(0, Optional.of(time), Optional.empty());
    }

    /**
     * @param locked  whether copies stay equal
     * @param parting what would part them
     */
    public static GrowthForecast copies(boolean locked, String parting) {
        return locked ? new GrowthForecast(0, Optional.empty(), Optional.of(parting)) : PLAIN;
    }
}
