package growth.runtime.disk;

import growth.api.algebra.GrowthMap;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.formats.folder.AtomicFolder;
import growth.formats.huggingface.FolderExtras;
import growth.formats.huggingface.ModelFolder;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The folder of a grown model: the weights, and everything else in the old folder that still fits. */
final class GrownFolder {
    private static final String PROVENANCE = "provenance.json";
    private final FolderExtras extras;
    private final ModelWeights weights;
    private final GrowthMap map;
    private final Optional<TensorType> type;
    private final OutsideGrowth outside;

    /**
     * @param extras  what the old folder has beside its weights
     * @param weights the old weights
     * @param map     the growth
     * @param seed    seed of what is random
     * @param type    type of all written tensors; empty: each has the type of the tensor it comes from
     */
    GrownFolder(FolderExtras extras, ModelWeights weights, GrowthMap map, long seed, Optional<TensorType> type) {
        this.extras = extras;
        this.weights = weights;
        this.map = map;
        this.type = type;
        outside = new OutsideGrowth(weights, map, seed, old -> type.orElse(old));
    }

    /**
     * Writes it.
     *
     * @param values     gives the parameters
     * @param provenance text about where it comes from
     */
    void save(Path target, ModelFolder.Parameters values, String provenance) {
        Map<String, ParameterSpec> specs = ParameterLayout.of(map.to()).byName();
        List<TensorInfo> tensors = new ArrayList<>(ModelFolder.tensors(map.to(),
                name -> type.orElseGet(() -> StreamedGrowth.type(weights, map, specs.get(name)))));
        tensors.addAll(outside.tensors().values());
        try (AtomicFolder folder = AtomicFolder.begin(target)) {
            ModelFolder.write(folder, extras.config(map.to(), type), tensors, (name, writer) -> give(name, values, writer));
            extras.write(folder, map.to());
            folder.write(PROVENANCE, provenance);
            folder.commit();
        }
    }

    private void give(String name, ModelFolder.Parameters values, Consumer<INDArray> writer) {
        if (!outside.tensors().containsKey(name)) {
            values.give(name, writer);
            return;
        }
        try (INDArray grown = outside.values(name)) {
            writer.accept(grown);
        }
    }

    /** Returns the type of the first written parameter, which stands for the model's type. */
    TensorType mainType() {
        return type.orElseGet(weights::type);
    }

    /** Returns files and tensors beside the model that came along. */
    List<String> carried() {
        return Stream.concat(extras.files().keySet().stream(), outside.tensors().keySet().stream()).toList();
    }

    /** Returns files and tensors of the old folder that did not. */
    List<String> leftOut() {
        return Stream.of(extras.leftOut(), outside.leftOut(), weights.buffers()).flatMap(List::stream).toList();
    }
}
