package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.json.JsonFields;
import growth.formats.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The weights of a model folder: one {@code model.safetensors}, or several files with an index. */
final class WeightFiles implements AutoCloseable {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";
    private static final Pattern OWN = Pattern.compile("model(-\\d+-of-\\d+)?\\.safetensors(\\.index\\.json)?");
    private final Map<Path, SafetensorsFile> files = new LinkedHashMap<>();
    private final Map<String, SafetensorsFile> owners = new LinkedHashMap<>();

    private WeightFiles() {
    }

    /** Returns whether a model folder's weights, or their index, stand under that name. */
    static boolean own(String name) {
        return OWN.matcher(name).matches();
    }

    /** Opens the weight files of a folder, or fails (CHECKPOINT) if there are none or they cannot be read. */
    static WeightFiles open(Path folder) {
        WeightFiles weights = new WeightFiles();
        try {
            if (Files.exists(folder.resolve(SINGLE))) {
                SafetensorsFile file = weights.file(folder.resolve(SINGLE));
                file.names().forEach(name -> weights.owners.put(name, file));
            } else if (Files.exists(folder.resolve(INDEX))) {
                weights.openShards(folder);
            } else {
                throw new GrowthException(Kind.CHECKPOINT, folder + ": " + ForeignFolder.lacking(folder, SINGLE));
            }
            return weights;
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
    }

    private void openShards(Path folder) {
        JsonFields index = JsonFields.read(folder.resolve(INDEX), Kind.CHECKPOINT);
        JsonNode map = index.value("weight_map");
        if (!map.isObject()) {
            throw index.refuse("weight_map", "must be an object that gives the file of each tensor");
        }
        for (Iterator<Map.Entry<String, JsonNode>> entries = map.fields(); entries.hasNext();) {
            Map.Entry<String, JsonNode> entry = entries.next();
            String name = entry.getValue().asText();
            Path path = folder.resolve(name);
            if (!entry.getValue().isTextual() || !path.getParent().equals(folder) || !name.endsWith(".safetensors")) {
                throw index.refuse("weight_map", entry.getValue() + " is no name of a safetensors file in the folder");
            }
            if (!Files.exists(path)) {
                throw index.refuse("weight_map", name + ", which holds tensor '" + entry.getKey().replaceAll("\\p{C}", "?")
                        + "', is missing: the download is not complete");
            }
            SafetensorsFile file = file(path);
            // an index may name more tensors than there are, and miss some: the files decide
            if (file.names().contains(entry.getKey())) {
                owners.put(entry.getKey(), file);
            }
        }
        files.values().forEach(file -> file.names().forEach(name -> owners.putIfAbsent(name, file)));
    }

    private SafetensorsFile file(Path path) {
        return files.computeIfAbsent(path, p -> SafetensorsFile.open(p, Kind.CHECKPOINT));
    }

    Set<String> names() {
        return owners.keySet();
    }

    /** Returns the file that holds a tensor of {@link #names()}. */
    SafetensorsFile owner(String name) {
        return owners.get(name);
    }

    @Override
    public void close() {
        files.values().forEach(SafetensorsFile::close);
    }
}
