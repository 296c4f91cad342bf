package growth.runtime.disk;

import growth.api.GrowthException;
import org.osgi.annotation.versioning.ProviderType;

/** Writes the model of a checkpoint, or of any model folder, for other software. */
@ProviderType
public interface CheckpointExporter {
    /**
     * Exports a model; what is written is whole or not there.
     *
     * @throws GrowthException (CHECKPOINT or CONFIGURATION) in one line; nothing is then written
     */
    ExportedModel export(ModelExport order);
}
