package growth.runtime.engine;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.api.model.ModelState;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * An engine that can compute on this machine, at a placement that it has.
 *
 * @param kind      the engine's name
 * @param engine    the engine
 * @param placement where it computes: a device that is there
 */
public record PlacedEngine(String kind, Engine engine, Placement placement) {
    /**
     * Returns the engine as it was chosen.
     *
     * @param kind its name
     * @param take takes it from where it is
     * @throws GrowthException with the place of the choice: what {@code take} throws; (MISSING_PLUGIN) if the engine cannot compute here;
     *                         (CONFIGURATION) if it has no such device or number format
     */
    public static PlacedEngine of(String kind, EngineChoice choice, Supplier<Engine> take) {
        try {
            Engine engine = take.get();
            Optional<String> obstacle = engine.obstacle(choice.placement());
            if (obstacle.isPresent()) {
                throw new GrowthException(Kind.MISSING_PLUGIN, "engine '" + kind + "' cannot compute here: " + obstacle.get());
            }
            return new PlacedEngine(kind, engine, engine.resolve(choice.placement()));
        } catch (GrowthException e) {
            throw choice.placed(e);
        }
    }

    /** Opens a session at the placement. */
    public EngineSession open(ModelState state, EngineOptions options) {
        return engine.open(state, options.withPlacement(placement));
    }

    /** Measures what the device can do, in a second at most. */
    public Engine.Peak peak(int workers) {
        return engine.peak(workers, placement);
    }

    /** Measures multiply-adds in registers, in about a second; empty if the engine cannot, or computes in another format. */
    public OptionalDouble registerPeak(int workers) {
        return placement.precision() == Precision.F32 ? engine.registerPeak(workers, placement) : OptionalDouble.empty();
    }

    /** Returns what the engine finds around it. */
    public Engine.Surroundings surroundings() {
        return engine.surroundings(placement);
    }

    /** Returns the engine in words, e.g. {@code NAME on cuda:0 in bf16}. */
    @Override
    public String toString() {
        return kind + (placement.device().toString().equals(kind) ? "" : " on " + placement.device())
                + (placement.precision() == Precision.F32 ? "" : " in " + placement.precision());
    }
}
