package growth.formats.huggingface;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.formats.json.PrettyJson;
import growth.formats.safetensors.TensorInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files over which the weights of a model are spread, named as transformers names them. */
final class WeightShards {
    private WeightShards() {
    }

    /**
     * Returns the tensors of each file, by its name: in their order, each file as full as it may be.
     *
     * @param largest bytes of tensors in one file; a larger tensor has a file of its own
     */
    static Map<String, List<TensorInfo>> of(List<TensorInfo> tensors, long largest) {
        List<List<TensorInfo>> shards = new ArrayList<>();
        long free = 0;
        for (TensorInfo tensor : tensors) {
            if (shards.isEmpty() || tensor.bytes() > free) {
                shards.add(new ArrayList<>());
                free = largest;
            }
            shards.get(shards.size() - 1).add(tensor);
            free -= tensor.bytes();
        }
        Map<String, List<TensorInfo>> files = new LinkedHashMap<>();
        if (shards.size() <= 1) {
            files.put(WeightFiles.SINGLE, tensors);
            return files;
        }
        for (int i = 0; i < shards.size(); i++) {
            files.put(String.format("model-%05d-of-%05d.safetensors", i + 1, shards.size()), shards.get(i));
        }
        return files;
    }

    /** Returns the text of the index that says which file holds which tensor. */
    static String index(Map<String, List<TensorInfo>> files) {
        Map<String, String> owners = new TreeMap<>();
        long bytes = 0;
        for (Map.Entry<String, List<TensorInfo>> file : files.entrySet()) {
            for (TensorInfo tensor : file.getValue()) {
                owners.put(tensor.name(), file.getKey());
                bytes += tensor.bytes();
            }
        }
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.putObject("metadata").put("total_size", bytes);
        ObjectNode map = index.putObject("weight_map");
        owners.forEach(map::put);
        return PrettyJson.python(index);
    }
}
