package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.suite.EvaluationSuite;
import growth.api.training.PluginOrigin;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginKind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The plug-ins of one run. Each is taken from the catalogue when the run first names it, which is before its first step, and is the very
 * same one to the end of the run, whatever is deployed, replaced or deleted meanwhile. Used by one thread.
 */
public final class PinnedPlugins implements AutoCloseable {
    private final Catalogue catalogue;
    private final Map<String, Pin<?>> pins = new LinkedHashMap<>();

    PinnedPlugins(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * A plug-in of the run.
     *
     * @param origin which code it is, as of the moment when it was taken
     */
    private record Pin<T>(Lease<T> lease, PluginOrigin origin) {
        static <T> Pin<T> of(Lease<T> lease) {
            try {
                return new Pin<>(lease, lease.origin());
            } catch (RuntimeException | Error e) {
                lease.close();
                throw e;
            }
        }
    }

    private Engine engine(String name) {
        return pin(PluginKind.ENGINE, name, catalogue::engine);
    }

    /** @throws GrowthException with the place, if it is not installed, or cannot compute here or as it shall */
    PlacedEngine engine(EngineChoice choice) {
        String kind = choice.kind().orElseGet(catalogue::defaultEngine);
        return PlacedEngine.of(kind, choice, () -> engine(kind));
    }

    DataSource data(String kind) {
        return pin(PluginKind.DATA, kind, catalogue::data);
    }

    GrowthSchedule schedule(String name) {
        return pin(PluginKind.SCHEDULE, name, catalogue::schedule);
    }

    GrowthOperator operator(String name) {
        return pin(PluginKind.OPERATOR, name, catalogue::operator);
    }

    EvaluationSuite suite(String name) {
        return pin(PluginKind.SUITE, name, catalogue::suite);
    }

    /** Returns whether there is such a plug-in; it is then the run's from now on. */
    boolean installed(PluginKind kind, String name) {
        try {
            switch (kind) {
                case ENGINE -> engine(name);
                case DATA -> data(name);
                case SCHEDULE -> schedule(name);
                case OPERATOR -> operator(name);
                case SUITE -> suite(name);
            }
            return true;
        } catch (GrowthException e) {
            if (e.kind() != GrowthException.Kind.MISSING_PLUGIN) {
                throw e;
            }
            return false;
        }
    }

    /** Returns which code a plug-in of the run is. */
    PluginOrigin origin(PluginKind kind, String name) {
        return pins.get(key(kind, name)).origin();
    }

    /** Returns what the run uses so far, for provenance: kind and name, e.g. {@code operator stack} → which code it is. */
    public Map<String, PluginOrigin> origins() {
        Map<String, PluginOrigin> origins = new LinkedHashMap<>();
        pins.forEach((key, pin) -> origins.put(key, pin.origin()));
        return origins;
    }

    @SuppressWarnings("unchecked") // a kind's plug-ins are of one type
    private <T> T pin(PluginKind kind, String name, Function<String, Lease<T>> take) {
        return (T) pins.computeIfAbsent(key(kind, name), key -> Pin.of(take.apply(name))).lease().get();
    }

    /** Returns what the plug-in is called in {@link #origins}. */
    public static String key(PluginKind kind, String name) {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name;
    }

    @Override
    public void close() {
        pins.values().forEach(pin -> pin.lease().close());
        pins.clear();
    }
}
