package growth.runtime.engine;

import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import java.util.ArrayList;
import java.util.List;

/**
 * An engine of the catalogue, held in place until it is closed.
 *
 * @param placed the engine
 * @param lease  holds it
 */
public record LeasedEngine(PlacedEngine placed, Lease<Engine> lease) implements AutoCloseable {
    /**
     * Takes the engine of the catalogue.
     *
     * @throws GrowthException (MISSING_PLUGIN) if it is not installed or cannot compute here, (CONFIGURATION) if it has no such device or
     *                         number format; with the place where it was chosen
     */
    public static LeasedEngine of(Catalogue catalogue, EngineChoice choice) {
        String kind = choice.kind().orElseGet(catalogue::defaultEngine);
        List<Lease<Engine>> taken = new ArrayList<>();
        try {
            PlacedEngine placed = PlacedEngine.of(kind, choice, () -> {
                taken.add(catalogue.engine(kind));
                return taken.get(0).get();
            });
            return new LeasedEngine(placed, taken.get(0));
        } catch (RuntimeException | Error e) {
            taken.forEach(Lease::close);
            throw e;
        }
    }

    /**
     * Checks that the engine can be taken, before work that would be in vain without it.
     *
     * @throws GrowthException as {@link #of}
     */
    public static void require(Catalogue catalogue, EngineChoice choice) {
        of(catalogue, choice).close();
    }

    @Override
    public void close() {
        lease.close();
    }
}
