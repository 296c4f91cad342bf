package growth.runtime.plugins;

import growth.api.GrowthException;
import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.suite.EvaluationSuite;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** What is installed at this moment. Plug-ins come and go while the framework runs. */
@ProviderType
public interface Catalogue {
    /** Returns everything of that kind by name, usable or not; those of jars in {@link #broken} are not repeated. */
    List<PluginInfo> plugins(PluginKind kind);

    /** Returns jars in the plug-in folder that could not be used, with the reason in words. */
    List<PluginInfo> broken();

    /**
     * Returns an operator, held in place until the lease is closed. If several bundles offer the name, the installation's own serves, or
     * else the highest version.
     *
     * @param name the operator's name
     * @throws GrowthException (MISSING_PLUGIN) that names the installed ones
     */
    Lease<GrowthOperator> operator(String name);

    /** As {@link #operator}, for schedules. */
    Lease<GrowthSchedule> schedule(String name);

    /** As {@link #operator}, for data sources. */
    Lease<DataSource> data(String kind);

    /** As {@link #operator}, for engines. */
    Lease<Engine> engine(String name);

    /**
     * Returns the name of the engine that computes where none is named: of those of the installation, or else of the folder of plug-ins,
     * the one of the highest service ranking.
     *
     * @throws GrowthException (MISSING_PLUGIN) if there is none
     */
    String defaultEngine();

    /** As {@link #operator}, for evaluation suites. */
    Lease<EvaluationSuite> suite(String name);

    /**
     * Holds a plug-in that does not come from here, such as a listener or a command, until the lease is closed. Returns nothing if it is
     * just going.
     *
     * @param plugin an object of one of its classes
     */
    <T> Optional<Lease<T>> hold(T plugin);

    /** Waits for a limited time until the jars that are now in the folder of plug-ins have been processed. */
    void settle();
}
