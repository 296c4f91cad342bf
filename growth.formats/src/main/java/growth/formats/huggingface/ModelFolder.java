package growth.formats.huggingface;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.formats.folder.AtomicFolder;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.SafetensorsHeader;
import growth.formats.safetensors.SafetensorsWriter;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
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
     * Returns the shape of the model in a folder without looking at its weights.
     *
     * @throws GrowthException (CHECKPOINT) in one line
     */
    public static ModelShape shape(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": " + ForeignFolder.file(folder));
        }
        if (!Files.exists(folder.resolve(HuggingFaceConfig.FILE))) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": " + ForeignFolder.lacking(folder, HuggingFaceConfig.FILE));
        }
        return HuggingFaceConfig.read(folder.resolve(HuggingFaceConfig.FILE));
    }

    /**
     * Returns a state of parameters alone, which owns its arrays.
     *
     * @param type FLOAT or DOUBLE; the type of the arrays, whatever the files hold
     * @throws GrowthException (CHECKPOINT) in one line, if the folder holds no model of a known family, or not the one its configuration
     *     says
     */
    public static ModelState read(Path folder, DataType type) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        try (ModelWeights weights = ModelWeights.open(folder)) {
            weights.parameters().forEach(parameter -> parameters.put(parameter, weights.read(parameter, type)));
            return ModelState.of(weights.shape(), parameters);
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
        write(target, HuggingFaceConfig.write(state.shape(), type), state, type);
    }

    /** Adds the parameters of a state, rounded to that type, under a configuration to a folder that is being written. */
    public static void write(AtomicFolder target, String config, ModelState state, TensorType type) {
        write(target, config, tensors(state.shape(), parameter -> type),
                (parameter, writer) -> writer.accept(state.parameters().get(parameter)));
    }

    /** Hands out the values of parameters, one by one. */
    @FunctionalInterface
    public interface Parameters {
        /**
         * Gives a parameter.
         *
         * @param name   the parameter
         * @param writer takes its values, whole, exactly once; they need not outlive the call
         */
        void give(String name, Consumer<INDArray> writer);
    }

    /**
     * Returns the tensors of a file that holds the parameters of a model of that shape.
     *
     * @param types the type to which each parameter is rounded
     */
    public static List<TensorInfo> tensors(ModelShape shape, Function<String, TensorType> types) {
        return ParameterLayout.of(shape).parameters().stream().map(p -> TensorInfo.of(p.name(), types.apply(p.name()), p.shape(shape)))
                .toList();
    }

    /**
     * Adds a model that comes tensor by tensor to a folder that is being written.
     *
     * @param config  text of its {@code config.json}
     * @param tensors names, types and shapes
     * @param values  asked once for each tensor, in the order of the file
     */
    public static void write(AtomicFolder target, String config, List<TensorInfo> tensors, Parameters values) {
        write(target, config, tensors, values, Long.MAX_VALUE);
    }

    /**
     * Adds a model that comes tensor by tensor to a folder that is being written, in several files with an index if it is large.
     *
     * @param config  text of its {@code config.json}
     * @param tensors names, types and shapes
     * @param values  asked once for each tensor, in the order of the files
     * @param largest bytes of tensors in one file; a larger tensor has a file of its own
     * @return the names of the files with the tensors
     */
    public static List<String> write(AtomicFolder target, String config, List<TensorInfo> tensors, Parameters values, long largest) {
        target.write(HuggingFaceConfig.FILE, config);
        Map<String, List<TensorInfo>> files = WeightShards.of(tensors, largest);
        files.forEach((file, held) -> target.write(file, channel -> writeWeights(channel, held, values)));
        if (files.size() > 1) {
            target.write(WeightFiles.INDEX, WeightShards.index(files));
        }
        return List.copyOf(files.keySet());
    }

    private static void writeWeights(WritableByteChannel channel, List<TensorInfo> tensors, Parameters values) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(tensors, METADATA);
        SafetensorsWriter writer = new SafetensorsWriter(channel, header);
        try {
            for (String name : header.tensors().keySet()) {
                values.give(name, array -> write(writer, name, array));
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        writer.finish();
    }

    private static void write(SafetensorsWriter writer, String name, INDArray array) {
        try {
            SafetensorsArrays.write(writer, name, array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
