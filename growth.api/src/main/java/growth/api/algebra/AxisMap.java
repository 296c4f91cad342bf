package growth.api.algebra;

import org.osgi.annotation.versioning.ProviderType;

/** Maps the indices of one axis of the small model to those of the grown model. */
@ProviderType
public sealed interface AxisMap permits IndexMap, DenseMap {
    /** Returns the number of old indices. */
    int from();

    /** Returns the number of new indices. */
    int to();
}
