package growth.api.operator;

import growth.api.GrowthException;
import growth.api.model.ModelState;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The values that the grown parameters are made from: the parameters themselves, or a moving average of them.
 *
 * @param average name of the average, or {@link #SLOWEST}; empty for the parameters
 * @param place   {@code file:line} where the average is chosen
 */
public record GrowthSource(Optional<String> average, String place) {
    /** The average with the largest decay, whatever its name. */
    public static final String SLOWEST = "slowest";
    /** The parameters. */
    public static final GrowthSource PARAMETERS = new GrowthSource(Optional.empty(), "");

    /**
     * Returns the source that is an average.
     *
     * @param name  the average's name, which is its decay, or {@link #SLOWEST}
     * @param place {@code file:line} where it is chosen
     */
    public static GrowthSource average(String name, String place) {
        return new GrowthSource(Optional.of(name), place);
    }

    /**
     * Returns the average to grow from among those a model has.
     *
     * @param names the averages' names
     * @return one of the names; empty if the growth is made from the parameters
     * @throws GrowthException (CONFIGURATION) with the place, if there is no such average
     */
    public Optional<String> among(Set<String> names) {
        return average.map(name -> {
            if (names.isEmpty()) {
                throw refusal("the run keeps no averages to grow from; write training.averages, e.g. [0.9996], or average: online");
            }
            if (name.equals(SLOWEST)) {
                return names.stream().max(Comparator.comparingDouble(GrowthSource::decay)).orElseThrow();
            }
            if (!names.contains(name)) {
                throw refusal("no average " + name + "; the run keeps " + names);
            }
            return name;
        });
    }

    /**
     * Returns the model that is grown: the given one, or one with an average in place of its parameters. Shares all arrays with it.
     *
     * @throws GrowthException (CONFIGURATION) with the place, if there is no such average
     */
    public ModelState of(ModelState state) {
        return among(state.averages().keySet()).map(name -> new ModelState(state.shape(), state.averages().get(name), state.optimizer(),
                state.averages(), state.gates())).orElse(state);
    }

    private GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(place, "average");
    }

    /** Averages are named after their decays. */
    private static double decay(String name) {
        try {
            return Double.parseDouble(name);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
