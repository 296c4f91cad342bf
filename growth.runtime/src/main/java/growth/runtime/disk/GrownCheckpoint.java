package growth.runtime.disk;

import growth.api.training.GrowthReport;
import growth.formats.safetensors.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * A model grown on disk.
 *
 * @param report      what was done; what a run measures on its data is NaN
 * @param type        type of the written weights; where they are of several, the first one's
 * @param change      how the logits changed, measured on the files as they are on disk; empty if they were not measured
 * @param notMeasured why they were not; empty if they were
 * @param carried     files and tensors beside the model that the new folder has too
 * @param leftOut     files and tensors of the old folder that the new one lacks
 * @param seconds     until the new folder was on the disk, with reading and writing
 */
public record GrownCheckpoint(GrowthReport report, TensorType type, Optional<LogitChange> change, String notMeasured, List<String> carried,
        List<String> leftOut, double seconds) {
    public GrownCheckpoint {
        carried = List.copyOf(carried);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Logits of the old and the new model, on the same random input.
     *
     * @param largest  max |Δlogit|
     * @param relative the same, as a share of the old model's max |logit|
     * @param input    the input in words, e.g. {@code 2 × 64 random tokens}
     */
    public record LogitChange(double largest, double relative, String input) {
    }
}
