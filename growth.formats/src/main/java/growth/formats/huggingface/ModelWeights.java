package growth.formats.huggingface;

import growth.api.GrowthException;
import growth.api.model.ModelShape;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsFile;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of a model folder, read parameter by parameter, so that models may be larger than memory. For one thread. */
public final class ModelWeights implements AutoCloseable {
    private final ModelShape shape;
    private final WeightFiles files;
    private final Map<String, String> tensors;
    private final Map<String, String> outside;
    private final List<String> buffers;

    private ModelWeights(ModelShape shape, WeightFiles files, WeightMap map) {
        this.shape = shape;
        this.files = files;
        this.tensors = map.parameters();
        this.outside = map.outside();
        this.buffers = List.copyOf(map.buffers());
    }

    /**
     * Opens a folder; only configuration and headers are read.
     *
     * @throws GrowthException (CHECKPOINT) in one line, if the folder holds no model of a known family, or not the one its configuration
     *     says
     */
    public static ModelWeights open(Path folder) {
        ModelShape shape = ModelFolder.shape(folder);
        WeightFiles files = WeightFiles.open(folder);
        try {
            WeightMap map = WeightMap.of(folder, files, shape);
            map.parameters().values().forEach(tensor -> files.owner(tensor).floating(tensor));
            return new ModelWeights(shape, files, map);
        } catch (RuntimeException | Error e) {
            files.close();
            throw e;
        }
    }

    /** Returns the model's shape. */
    public ModelShape shape() {
        return shape;
    }

    /** Returns the names of the parameters, all that a model of that shape has. */
    public Set<String> parameters() {
        return tensors.keySet();
    }

    /** Returns the type in which the file holds a parameter: F32, F64, F16 or BF16. */
    public TensorType type(String parameter) {
        return file(parameter).tensor(tensors.get(parameter)).type();
    }

    /** Returns the type of the first parameter, which stands for the whole model in {@code config.json}. */
    public TensorType type() {
        return type(parameters().iterator().next());
    }

    /**
     * Returns a parameter's values, owned by the caller.
     *
     * @param type FLOAT or DOUBLE, whatever the file holds
     * @throws GrowthException (CHECKPOINT) with file, tensor and index, if one is NaN or infinite
     */
    public INDArray read(String parameter, DataType type) {
        return SafetensorsArrays.readFinite(file(parameter), tensors.get(parameter), type);
    }

    /**
     * Reads a parameter's values into an array, as {@link #read(String, DataType)} does.
     *
     * @param into a row-major array of FLOAT or DOUBLE, of the parameter's shape
     */
    public void read(String parameter, INDArray into) {
        SafetensorsArrays.readFinite(file(parameter), tensors.get(parameter), into);
    }

    /** Returns the parameters of the file that the logits do not depend on, such as a pooler: type and shape by current name. */
    public Map<String, TensorInfo> outside() {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        outside.forEach((name, tensor) -> infos.put(name, files.owner(tensor).tensor(tensor)));
        return infos;
    }

    /**
     * Returns the values of one of {@link #outside}, owned by the caller.
     *
     * @param type FLOAT or DOUBLE
     */
    public INDArray readOutside(String name, DataType type) {
        String tensor = outside.get(name);
        return SafetensorsArrays.readFinite(files.owner(tensor), tensor, type);
    }

    /** Returns the names of the file's tensors that are recomputed whenever a model is loaded, such as masks and position ids. */
    public List<String> buffers() {
        return buffers;
    }

    private SafetensorsFile file(String parameter) {
        return files.owner(tensors.get(parameter));
    }

    @Override
    public void close() {
        files.close();
    }
}
