package growth.runtime.disk;

import growth.api.model.ModelShape;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that was exported.
 *
 * @param from     the folder that it was taken from
 * @param shape    what was written
 * @param files    names of the written files that hold parameters
 * @param bytes    their size
 * @param leftOut  files and tensors of the old folder that were not taken over, though not because only a run needs them
 * @param warnings what other software will see otherwise, a sentence each
 */
public record ExportedModel(Path from, ModelShape shape, List<String> files, long bytes, List<String> leftOut, List<String> warnings) {
    public ExportedModel {
        files = List.copyOf(files);
        leftOut = List.copyOf(leftOut);
        warnings = List.copyOf(warnings);
    }
}
