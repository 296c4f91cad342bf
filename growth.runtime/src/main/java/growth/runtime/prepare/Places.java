package growth.runtime.prepare;

import growth.api.GrowthException;
import java.util.function.Supplier;

/** Adds the place in the run file to what plug-ins refuse, unless they have named a better one themselves. */
final class Places {
    private Places() {
    }

    /**
     * Runs an action.
     *
     * @param place {@code file:line} of what is being done
     * @throws GrowthException what the action throws, with a place
     */
    static <T> T at(String place, Supplier<T> action) {
        try {
            return action.get();
        } catch (GrowthException e) {
            throw e.place().isPresent() ? e : e.at(place);
        }
    }
}
