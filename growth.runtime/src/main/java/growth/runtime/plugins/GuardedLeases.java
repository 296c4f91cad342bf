package growth.runtime.plugins;

import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginCalls;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.function.BiFunction;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;

/**
 * Leases of plug-ins behind the guard.
 *
 * @param guard  watches over their calls
 * @param folder knows the jars
 */
record GuardedLeases(PluginGuard guard, PluginFolder folder) {
    /** Returns what finds the way to a plug-in by its name and bundle. */
    BiFunction<String, Bundle, PluginCalls> ways(PluginKind kind) {
        return (name, bundle) -> guard.calls(plugin(kind, name, bundle));
    }

    /**
     * Returns a lease of the plug-in behind the guard, which closes the one that is given.
     *
     * @param how puts a plug-in behind the guard
     */
    <T> Lease<T> of(PluginKind kind, String name, Lease<T> lease, BiFunction<T, PluginCalls, T> how) {
        PluginCalls calls = guard.calls(plugin(kind, name, FrameworkUtil.getBundle(lease.get().getClass())));
        return new HeldObject<>(how.apply(lease.get(), calls), lease::origin, () -> {
            calls.close();
            lease.close();
        });
    }

    private Plugin plugin(PluginKind kind, String name, Bundle bundle) {
        return Plugin.of(kind.words() + " '" + name + "'", bundle, () -> jar(bundle));
    }

    private String jar(Bundle bundle) {
        return folder.jars().stream().filter(jar -> jar.bundleId() == bundle.getBundleId()).findFirst()
                .map(PluginJar::file).map(file -> file.getFileName().toString()).orElse("");
    }
}
