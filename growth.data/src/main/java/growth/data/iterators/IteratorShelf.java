package growth.data.iterators;

import growth.api.data.IteratorFactory;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.osgi.annotation.versioning.ProviderType;

/** The iterators that bundles offer. */
@ProviderType
public interface IteratorShelf {
    /**
     * Makes an iterator, or takes one that is there, for one user.
     *
     * @param name    its name, or the full name of its component's class
     * @param request what it is made for
     * @throws growth.api.GrowthException (MISSING_PLUGIN) that names the installed ones, (FAILING_PLUGIN) if it cannot be made,
     *     (CONFIGURATION) for files or settings that it has no use for
     */
    Held open(String name, IteratorFactory.Request request);

    /** An iterator that is held in place, with its bundle, until it is given back. */
    interface Held extends AutoCloseable {
        /** Returns the iterator. */
        DataSetIterator iterator();

        /** Returns symbolic name and version of its bundle, for provenance. */
        String bundle();

        @Override
        void close();
    }
}
