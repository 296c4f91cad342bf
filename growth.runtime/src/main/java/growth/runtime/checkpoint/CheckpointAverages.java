package growth.runtime.checkpoint;

import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The moving averages of parameters that a checkpoint keeps, tensor by tensor. */
public final class CheckpointAverages implements AutoCloseable {
    private final Optional<SafetensorsFile> file;

    private CheckpointAverages(Optional<SafetensorsFile> file) {
        this.file = file;
    }

    /**
     * Opens the averages in a folder; a folder that is not a checkpoint of a run has none.
     *
     * @throws growth.api.GrowthException (CHECKPOINT) if the file cannot be read
     */
    public static CheckpointAverages open(Path folder) {
        return new CheckpointAverages(Checkpoint.optimizer(folder).map(kind -> SafetensorsFile.open(folder.resolve(Checkpoint.OPTIMIZER))));
    }

    /** Returns the names of the averages, which are their decays. */
    public Set<String> names() {
        return file.map(f -> OptimizerTensors.decays(f.names())).orElseGet(TreeSet::new);
    }

    /**
     * Reads an average of a parameter.
     *
     * @param average one of {@link #names}
     * @param into    takes its values: a row-major array of FLOAT or DOUBLE, of the parameter's shape
     * @throws growth.api.GrowthException (CHECKPOINT) if it is damaged
     */
    public void read(String average, String parameter, INDArray into) {
        SafetensorsArrays.readFinite(file.orElseThrow(), OptimizerTensors.AVERAGE + average + "/" + parameter, into);
    }

    @Override
    public void close() {
        file.ifPresent(SafetensorsFile::close);
    }
}
