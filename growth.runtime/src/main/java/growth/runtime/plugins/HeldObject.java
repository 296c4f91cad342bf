package growth.runtime.plugins;

import growth.api.training.PluginOrigin;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * An object that is held in place until it is given back, which happens once however often the lease is closed.
 *
 * @param <T> its type
 */
final class HeldObject<T> implements Lease<T> {
    private final T object;
    private final Supplier<PluginOrigin> origin;
    private final Runnable release;
    private final AtomicBoolean open = new AtomicBoolean(true);

    /**
     * @param origin  finds out which code it is, when asked
     * @param release gives it back
     */
    HeldObject(T object, Supplier<PluginOrigin> origin, Runnable release) {
        this.object = object;
        this.origin = origin;
        this.release = release;
    }

    @Override
    public T get() {
        return object;
    }

    @Override
    public PluginOrigin origin() {
        return origin.get();
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            release.run();
        }
    }
}
