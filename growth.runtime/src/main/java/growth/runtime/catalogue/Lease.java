package growth.runtime.catalogue;

/**
 * Holds a plug-in in place while its code runs: replacing or removing its bundle waits until the lease is closed.
 *
 * @param <T> the plug-in's service type
 */
public interface Lease<T> extends AutoCloseable {
    /** @return the plug-in */
    T get();

    /** @return symbolic name and version of its bundle, for provenance */
    String bundle();

    @Override
    void close();
}
