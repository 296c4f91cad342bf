package growth.formats.huggingface;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.formats.folder.AtomicFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsHeader;
import growth.formats.safetensors.SafetensorsWriter;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model as a folder: {@code config.json} and {@code model.safetensors} (or several files with an index), exactly what transformers'
 * {@code from_pretrained} reads and {@code save_pretrained} writes for the family. A tied head is not written.
 */
public final class ModelFolder {
    /** Without it, transformers refuses the file. */
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private ModelFolder() {
    }

    /**
     * @return the shape of the model in that folder; its weights are not looked at
     * @throws GrowthException (CHECKPOINT) in one line
     */
    public static ModelShape shape(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": is no folder; a model folder holds " + HuggingFaceConfig.FILE + " and "
                    + WeightFiles.SINGLE);
        }
        return HuggingFaceConfig.read(folder.resolve(HuggingFaceConfig.FILE));
    }

    /**
     * @param type FLOAT or DOUBLE; the type of the arrays, whatever the files hold
     * @return a state of parameters alone, which owns its arrays
     * @throws GrowthException (CHECKPOINT) in one line, if the folder holds no model of a known family, or not the one its configuration
     *     says
     */
    public static ModelState read(Path folder, DataType type) {
        ModelShape shape = shape(folder);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        try (WeightFiles files = WeightFiles.open(folder)) {
            WeightMap.of(folder, files, shape).forEach(
                    (parameter, tensor) -> parameters.put(parameter, SafetensorsArrays.read(files.owner(tensor), tensor, type)));
            return ModelState.of(shape, parameters);
        } catch (RuntimeException | Error e) {
            parameters.values().forEach(INDArray::close);
            throw e;
        }
    }

    /** Writes the parameters of a state, as a folder of its own that is whole or not there. */
    public static void save(Path folder, ModelState state) {
        try (AtomicFolder target = AtomicFolder.begin(folder)) {
            write(target, state);
            target.commit();
        }
    }

    /** Adds the parameters of a state, in the type that holds them exactly, to a folder that is being written. */
    public static void write(AtomicFolder target, ModelState state) {
        INDArray first = state.parameters().values().iterator().next();
        write(target, state, SafetensorsArrays.info("", first).type());
    }

    /** Adds the parameters of a state, rounded to that type, to a folder that is being written. */
    public static void write(AtomicFolder target, ModelState state, TensorType type) {
        target.write(HuggingFaceConfig.FILE, HuggingFaceConfig.write(state.shape(), type));
        target.write(WeightFiles.SINGLE, channel -> writeWeights(channel, state, type));
    }

    private static void writeWeights(WritableByteChannel channel, ModelState state, TensorType type) throws IOException {
        List<TensorInfo> tensors = state.parameters().entrySet().stream()
                .map(e -> TensorInfo.of(e.getKey(), type, e.getValue().shape())).toList();
        SafetensorsHeader header = SafetensorsHeader.of(tensors, METADATA);
        SafetensorsWriter writer = new SafetensorsWriter(channel, header);
        for (String name : header.tensors().keySet()) {
            SafetensorsArrays.write(writer, name, state.parameters().get(name));
        }
        writer.finish();
    }
}
