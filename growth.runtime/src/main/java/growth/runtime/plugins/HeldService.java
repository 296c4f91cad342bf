package growth.runtime.plugins;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginCalls;
import growth.runtime.plugins.guard.PluginGuard;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

/**
 * A service of a bundle, such as a listener or a health check, made behind the guard and held in place until it is closed. A service of
 * prototype scope is made anew for every holder.
 *
 * @param origin    makes the service and takes it back
 * @param service   the service, not guarded itself
 * @param calls     the way to call it
 * @param lease     keeps its bundle
 * @param <T>       its type
 */
public record HeldService<T>(ServiceObjects<T> origin, T service, PluginCalls calls, Lease<T> lease)
        implements AutoCloseable {
    /**
     * Makes a service.
     *
     * @param context   takes the service
     * @param reference the service in the registry
     * @param name      kind and name in words, for messages
     * @throws GrowthException (FAILING_PLUGIN) if it cannot be made, (MISSING_PLUGIN) if its bundle is just being replaced
     */
    public static <T> HeldService<T> of(BundleContext context, ServiceReference<T> reference, String name, PluginGuard guard,
            Catalogue catalogue) {
        PluginCalls calls = guard.calls(Plugin.of(name, reference.getBundle(), () -> ""));
        try {
            ServiceObjects<T> origin = calls.ask("constructor", () -> context.getServiceObjects(reference));
            T service = calls.ask("constructor", origin::getService);
            Lease<T> lease = catalogue.hold(service).orElseThrow(() -> going(calls));
            return new HeldService<>(origin, service, calls, lease);
        } catch (GrowthException e) {
            calls.close();
            throw isGoing(reference) ? going(calls) : e;
        }
    }

    private static GrowthException going(PluginCalls calls) {
        return new GrowthException(Kind.MISSING_PLUGIN, calls.plugin().words() + " is just being replaced or removed");
    }

    /** Returns whether the service was taken back, or soon will be; whoever asks for it then may get nothing instead. */
    private static boolean isGoing(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        return bundle == null || bundle.getState() == Bundle.STOPPING;
    }

    @Override
    public void close() {
        calls.letGo("release", () -> origin.ungetService(service));
        calls.close();
        lease.close();
    }
}
