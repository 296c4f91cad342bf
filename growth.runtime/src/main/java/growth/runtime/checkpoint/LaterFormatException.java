package growth.runtime.checkpoint;

import growth.api.GrowthException;
import java.nio.file.Path;

/**
 * A checkpoint of another version of this software: whole, but not to be understood. Falling back to an older one would lose work silently.
 */
final class LaterFormatException extends GrowthException {
    private static final long serialVersionUID = 1L;

    LaterFormatException(Path folder, int format) {
        super(Kind.CHECKPOINT, folder + ": has format " + format + ", this version reads format " + CheckpointManifest.FORMAT
                + "; go on with the version that wrote it");
    }
}
