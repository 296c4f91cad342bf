package growth.runtime.plugins;

import growth.api.training.PluginOrigin;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;

/**
 * An object whose bundle is held in place.
 *
 * @param <T> its type
 */
final class HeldObject<T> implements Lease<T> {
    private final T object;
    private final Bundle bundle;
    private final BundleHolds holds;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private HeldObject(T object, Bundle bundle, BundleHolds holds) {
        this.object = object;
        this.bundle = bundle;
        this.holds = holds;
    }

    /** Returns the object; empty if its bundle is just going. */
    static <T> Optional<Lease<T>> of(T object, Bundle bundle, BundleHolds holds) {
        return holds.take(bundle) ? Optional.of(new HeldObject<>(object, bundle, holds)) : Optional.empty();
    }

    @Override
    public T get() {
        return object;
    }

    @Override
    public PluginOrigin origin() {
        return JarDigest.origin(bundle);
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            holds.release(bundle);
        }
    }
}
