package growth.api.data;

import growth.api.GrowthException;
import growth.api.options.Card;
import org.osgi.annotation.versioning.ConsumerType;

/** Opens data of one kind. A plug-in implements this, carries {@link DataKind} and is found by that kind in run files. */
@ConsumerType
public interface DataSource {
    /** Returns the source's card. */
    Card card();

    /**
     * Returns the data.
     *
     * @throws GrowthException (DATA, or CONFIGURATION for options) in one line with file and place
     */
    Dataset open(DataRequest request);
}
