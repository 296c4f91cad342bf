package growth.runtime.engine;

import growth.api.GrowthException;
import growth.api.engine.Placement;
import java.util.Map;
import java.util.Optional;

/**
 * Which engine shall compute, and where.
 *
 * @param kind      the engine's name; empty: the default one
 * @param placement where and in which number format it shall compute
 * @param places    where {@code kind}, {@code device}, {@code precision} and {@code library} are written, for errors: {@code file:line} or
 *                  an option of the command line
 */
public record EngineChoice(Optional<String> kind, Placement placement, Map<String, String> places) {
    /** The default engine, on a device of its choice. */
    public static final EngineChoice DEFAULT = new EngineChoice(Optional.empty(), Placement.AUTO, Map.of());
    /** The section of run files. */
    public static final String SECTION = "engine";

    public EngineChoice {
        places = Map.copyOf(places);
    }

    /** Returns the failure with the place of the key that it is about; of the engine's name, if it is about none. */
    GrowthException placed(GrowthException failure) {
        String key = failure.key().filter(places::containsKey).orElse("kind");
        String place = places.get(key);
        if (failure.place().isPresent() || place == null) {
            return failure;
        }
        return place.startsWith("--") ? failure.at(place) : failure.at(place, SECTION + "." + key);
    }
}
