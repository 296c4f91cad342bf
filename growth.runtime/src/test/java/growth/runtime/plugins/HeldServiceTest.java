package growth.runtime.plugins;

import static growth.runtime.fake.Refusals.assertRefused;

import growth.api.GrowthException.Kind;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

class HeldServiceTest {
    @TempDir
    private Path temporary;
    private TestFramework framework;

    @BeforeEach
    void start() throws BundleException {
        framework = new TestFramework(temporary.resolve("storage"), temporary);
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.close();
    }

    /** What components look like that cannot be made. */
    private static final class Nothing implements PrototypeServiceFactory<Runnable> {
        @Override
        public Runnable getService(Bundle bundle, ServiceRegistration<Runnable> registration) {
            return null;
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Runnable> registration, Runnable service) {
            throw new IllegalStateException("nothing was given out");
        }
    }

    private HeldService<Runnable> hold(ServiceReference<Runnable> reference) {
        return HeldService.of(framework.context(), reference, "listener 'one'", new PluginGuard(Limits.USUAL),
                new FakeCatalogue());
    }

    @Test
    void whatIsNothingHasFailedUnlessItIsJustGoing() {
        ServiceRegistration<Runnable> registration = framework.context().registerService(Runnable.class, new Nothing(), null);
        ServiceReference<Runnable> reference = registration.getReference();
        assertRefused(Kind.FAILING_PLUGIN, () -> hold(reference)).contains("'constructor' nothing (null)");
        registration.unregister();
        assertRefused(Kind.MISSING_PLUGIN, () -> hold(reference)).startsWith("listener 'one' of ")
                .endsWith(" is just being replaced or removed");
    }
}
