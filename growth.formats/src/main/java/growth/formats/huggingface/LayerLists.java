package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lists of a configuration that have an entry per layer, such as {@code layer_types}. */
final class LayerLists {
    private static final Pattern NAME = Pattern.compile("(^|.*_)(layers?|blocks?)(_.*|$)");

    private LayerLists() {
    }

    /** Gives the lists of a smaller model as many entries as the grown one has layers; each layer says what the one in its place said. */
    static void grow(ObjectNode fields, int from, int to) {
        if (from == to) {
            return;
        }
        List<String> names = new ArrayList<>();
        fields.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode list = fields.get(name);
            if (NAME.matcher(name).matches() && list.isArray() && list.size() == from && !indices(list)) {
                ArrayNode grown = fields.putArray(name);
                for (int i = 0; i < to; i++) {
                    grown.add(list.get((int) ((long) i * from / to)));
                }
            }
        }
    }

    /** Returns whether the list names layers by ascending numbers, so that its length matches the model's only by chance. */
    private static boolean indices(JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            if (!list.get(i).isIntegralNumber() || i > 0 && list.get(i).asLong() <= list.get(i - 1).asLong()) {
                return false;
            }
        }
        return true;
    }
}
