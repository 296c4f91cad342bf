package growth.runtime.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import growth.api.GrowthException.Kind;
import growth.formats.huggingface.HuggingFaceConfig;
import growth.formats.json.JsonFields;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The names that a classifier's folder gives its labels. */
public final class LabelNames {
    private static final String NAMES = "id2label";

    private LabelNames() {
    }

    /**
     * Returns the names by number; empty if there are only numbers.
     *
     * @param folder a checkpoint's
     * @param labels how many there are
     * @throws growth.api.GrowthException (CHECKPOINT) if the configuration is damaged
     */
    public static Optional<List<String>> of(Path folder, int labels) {
        JsonNode names = JsonFields.read(folder.resolve(HuggingFaceConfig.FILE), Kind.CHECKPOINT).value(NAMES);
        List<String> all = IntStream.range(0, labels).mapToObj(i -> names.path(Integer.toString(i)).asText("")).toList();
        boolean numbered = IntStream.range(0, labels).allMatch(i -> all.get(i).equals("LABEL_" + i));
        return numbered || all.contains("") ? Optional.empty() : Optional.of(all);
    }

    /** Returns the normalised name for comparison: folder names often use lower case and underscores. */
    public static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ').strip();
    }
}
