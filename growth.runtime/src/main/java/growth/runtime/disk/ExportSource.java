package growth.runtime.disk;

import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.SafetensorsArrays;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import growth.runtime.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters that are exported: those of a folder, read one by one, or an average that a checkpoint keeps. Parameters of the folder
 * that the logits do not depend on, such as a pooler, belong to them.
 */
final class ExportSource implements AutoCloseable {
    private final Path folder;
    private final ModelWeights weights;
    private final Optional<ModelState> average;

    private ExportSource(Path folder, ModelWeights weights, Optional<ModelState> average) {
        this.folder = folder;
        this.weights = weights;
        this.average = average;
    }

    static ExportSource open(Path folder, Optional<String> average) {
        ModelWeights weights = ModelWeights.open(folder);
        try {
            return new ExportSource(folder, weights, average.map(decay -> Checkpoint.average(folder, decay)));
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    Path folder() {
        return folder;
    }

    ModelShape shape() {
        return weights.shape();
    }

    /** Returns all tensors as they are, parameters first. */
    Map<String, TensorInfo> tensors() {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        ParameterLayout.of(shape()).byName().forEach((name, spec) ->
                tensors.put(name, TensorInfo.of(name, type(name), spec.shape(shape()))));
        weights.outside().forEach((name, info) -> tensors.put(name, new TensorInfo(name, info.type(), info.shape())));
        return tensors;
    }

    /** Returns the type of the first parameter, which stands for the whole model. */
    TensorType type() {
        return type(weights.parameters().iterator().next());
    }

    private TensorType type(String parameter) {
        return average.map(state -> SafetensorsArrays.info(parameter, state.parameters().get(parameter)).type())
                .orElseGet(() -> weights.type(parameter));
    }

    /** Hands out the values of one of {@link #tensors}, in the type that holds them exactly; they do not outlive the call. */
    void give(TensorInfo tensor, Consumer<INDArray> taker) {
        String name = tensor.name();
        DataType exact = tensor.type() == TensorType.F64 ? DataType.DOUBLE : DataType.FLOAT;
        Set<String> parameters = weights.parameters();
        if (parameters.contains(name) && average.isPresent()) {
            taker.accept(average.get().parameters().get(name));
            return;
        }
        try (INDArray values = parameters.contains(name) ? weights.read(name, exact) : weights.readOutside(name, exact)) {
            taker.accept(values);
        }
    }

    /** Returns the parameters as a state, whose arrays the caller closes, under the gates that were saved with them. */
    ModelState state() {
        Map<String, INDArray> values = new LinkedHashMap<>();
        try {
            for (String name : weights.parameters()) {
                values.put(name, average.isPresent() ? average.get().parameters().get(name).dup() : weights.read(name, DataType.FLOAT));
            }
            return ModelState.of(shape(), values).withGates(Checkpoint.gates(folder));
        } catch (RuntimeException | Error e) {
            values.values().forEach(INDArray::close);
            throw e;
        }
    }

    /** Returns what other software computes otherwise, since it knows no gates. */
    List<String> gateWarnings() {
        List<String> sites = new ArrayList<>();
        Checkpoint.gates(folder).sites().forEach(site -> sites.add(site.toString()));
        return sites.isEmpty() ? List.of() : List.of("gates of its growth are not yet open at " + sites.size() + (sites.size() == 1
                ? " place" : " places") + ", and other software knows none: it will compute another model; --format samediff has them");
    }

    /** Returns the names of tensors that are not taken over. */
    List<String> leftOut() {
        return weights.buffers();
    }

    @Override
    public void close() {
        average.ifPresent(ModelState::close);
        weights.close();
    }
}
