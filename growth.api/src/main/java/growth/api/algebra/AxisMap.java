package growth.api.algebra;

import org.osgi.annotation.versioning.ProviderType;

/** How the indices of one axis of the grown model come from those of the small one. */
@ProviderType
public sealed interface AxisMap permits IndexMap, DenseMap {
    /** Returns the number of old indices. */
    int from();

    /** Returns the number of new indices. */
    int to();
}
