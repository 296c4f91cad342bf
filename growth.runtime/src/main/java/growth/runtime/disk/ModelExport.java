package growth.runtime.disk;

import growth.formats.safetensors.TensorType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An order to export a model.
 *
 * @param from    a folder with a model, or a run's
 * @param to      the folder to write, for SAMEDIFF the file; must not exist
 * @param format  how it is written
 * @param average decay of the moving average that is written in place of the parameters; empty: the parameters
 * @param weights how parameters are written
 */
public record ModelExport(Path from, Path to, ExportFormat format, Optional<String> average, Weights weights) {
    /**
     * How parameters are written.
     *
     * @param type    type of all of them; empty: each keeps its own
     * @param largest bytes of tensors in one file of HF; empty: all are in one file
     * @param tied    for HF whether the language-model head is the token embedding; empty: as it is
     */
    public record Weights(Optional<TensorType> type, Optional<Long> largest, Optional<Boolean> tied) {
        /** Parameters as they are, in one file. */
        public static final Weights AS_THEY_ARE = new Weights(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Orders a Hugging Face folder of parameters as they are. */
    public static ModelExport folder(Path from, Path to, Optional<String> average) {
        return new ModelExport(from, to, ExportFormat.HF, average, Weights.AS_THEY_ARE);
    }
}
