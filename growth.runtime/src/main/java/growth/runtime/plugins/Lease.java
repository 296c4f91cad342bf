package growth.runtime.plugins;

import growth.api.training.PluginOrigin;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Holds a plug-in in place while its code runs: whatever becomes of its jar, its bundle stays until the lease is closed.
 *
 * @param <T> the plug-in's service type
 */
@ProviderType
public interface Lease<T> extends AutoCloseable {
    /** Returns the plug-in. */
    T get();

    /** Returns which code it is, for provenance. */
    PluginOrigin origin();

    @Override
    void close();
}
