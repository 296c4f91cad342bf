package growth.formats.huggingface;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.formats.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the tensor of each parameter in the files of a model folder, and refuses folders whose weights contradict their configuration.
 */
final class WeightMap {
    private final Path folder;
    private final WeightFiles files;
    private final TensorNames names;
    private final Family family;
    private final Map<String, ParameterSpec> specs;
    private final Map<String, String> tensors = new LinkedHashMap<>();
    private final Map<String, String> repetitions = new LinkedHashMap<>();
    private final Map<String, String> outside = new LinkedHashMap<>();
    private final List<String> buffers = new ArrayList<>();

    private WeightMap(Path folder, WeightFiles files, ModelShape shape) {
        this.folder = folder;
        this.files = files;
        this.family = shape.family();
        this.names = TensorNames.of(shape);
        this.specs = ParameterLayout.of(shape).byName();
    }

    /** Returns the map, whose parameters are complete and of the right shapes. */
    static WeightMap of(Path folder, WeightFiles files, ModelShape shape) {
        if (shape.layers() > files.names().size()) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": the configuration says " + shape.layers()
                    + " layers, but the weights are only " + files.names().size() + " tensors");
        }
        WeightMap map = new WeightMap(folder, files, shape);
        files.names().forEach(map::place);
        map.requireShared();
        map.requireAll(shape);
        return map;
    }

    /** Returns the tensor name of each parameter. */
    Map<String, String> parameters() {
        return tensors;
    }

    /** Returns the names of tensors that are recomputed whenever a model is loaded. */
    List<String> buffers() {
        return buffers;
    }

    /** Returns the tensor names, by current name, of parameters that the logits do not depend on. */
    Map<String, String> outside() {
        return outside;
    }

    private void place(String tensor) {
        if (names.ignores(tensor)) {
            buffers.add(tensor);
            return;
        }
        if (names.outside(tensor)) {
            outside.put(names.outsideName(tensor), tensor);
            return;
        }
        String modern = names.modern(tensor);
        if (names.shared().containsKey(modern)) {
            repetitions.put(names.shared().get(modern), tensor);
            return;
        }
        String parameter = specs.containsKey(modern) ? modern : names.prefix() + modern;
        if (!specs.containsKey(parameter)) {
            throw refuse(tensor, ForeignTensors.unknown(family, tensor, files.names()));
        }
        String other = tensors.put(parameter, tensor);
        if (other != null) {
            throw refuse(tensor, "is the same parameter as '" + other + "'");
        }
    }

    /** A shared parameter may stand in the file under either name, or under both with the same values. */
    private void requireShared() {
        repetitions.forEach((parameter, tensor) -> {
            String first = tensors.putIfAbsent(parameter, tensor);
            if (first != null && !equal(first, tensor)) {
                throw refuse(tensor, "differs from '" + first + "', although the configuration says that they are tied");
            }
        });
    }

    private boolean equal(String first, String second) {
        SafetensorsFile one = files.owner(first);
        SafetensorsFile two = files.owner(second);
        return one.tensor(first).shape().equals(two.tensor(second).shape()) && Arrays.equals(one.floats(first), two.floats(second));
    }

    private void requireAll(ModelShape shape) {
        specs.forEach((parameter, spec) -> {
            String tensor = tensors.get(parameter);
            if (tensor == null) {
                throw new GrowthException(Kind.CHECKPOINT, folder + ": tensor '" + parameter + "' is missing"
                        + ForeignTensors.missing(family, names.prefix(), parameter, files.names()));
            }
            long[] found = files.owner(tensor).tensor(tensor).dimensions();
            if (!Arrays.equals(found, spec.shape(shape))) {
                throw refuse(tensor, "is " + Arrays.toString(found) + ", but the configuration says " + Arrays.toString(spec.shape(shape)));
            }
        });
    }

    private GrowthException refuse(String tensor, String message) {
        return new GrowthException(Kind.CHECKPOINT, folder + ": tensor '" + tensor.replaceAll("\\p{C}", "?") + "': " + message);
    }
}
