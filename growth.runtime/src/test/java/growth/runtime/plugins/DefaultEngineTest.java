package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.engine.Engine;
import growth.api.engine.EngineName;
import growth.runtime.fake.ToyEngine;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.Hashtable;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** Where no engine is named, rankings decide, and then names. */
class DefaultEngineTest extends FolderFixture {
    private final BundleHolds holds = new BundleHolds();
    private final Shelf<Engine> shelf = new Shelf<>(PluginKind.ENGINE, engine -> Optional.empty(), 1, () -> true);

    private ServiceReference<Engine> register(String name, Object ranking) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(EngineName.PROPERTY, name);
        properties.put(Constants.SERVICE_RANKING, ranking);
        ServiceReference<Engine> reference = framework.context().registerService(Engine.class, new ToyEngine(), properties).getReference();
        shelf.add(new Offer<>(framework.context(), holds, reference, EngineName.PROPERTY, bundle -> "",
                (engine, bundle) -> new PluginGuard(Limits.USUAL).calls(new Plugin(engine, "system", () -> "", false))));
        return reference;
    }

    @Test
    void theHighestRankingServes() {
        assertThat(shelf.first()).isEmpty();
        register("b", 0);
        assertThat(shelf.first()).contains("b");
        register("a", 0);
        register("d", "no number");
        assertThat(shelf.first()).contains("a");
        ServiceReference<Engine> high = register("c", 100);
        assertThat(shelf.first()).contains("c");
        shelf.remove(high);
        assertThat(shelf.first()).contains("a");
    }
}
