package growth.runtime.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Fields of a JSON object that must be there and be what they were written as; anything else is an IllegalArgumentException that names the
 * field.
 *
 * @param node the object
 */
record JsonFieldReader(JsonNode node) {
    JsonFieldReader {
        if (!node.isObject()) {
            throw new IllegalArgumentException("an object is expected, not " + node.getNodeType());
        }
    }

    /** @return whether the field is there and not null */
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    long whole(String name) {
        return field(name, "a whole number", JsonNode::isIntegralNumber).longValue();
    }

    double number(String name) {
        return field(name, "a number", JsonNode::isNumber).doubleValue();
    }

    String text(String name) {
        return field(name, "text", JsonNode::isTextual).textValue();
    }

    boolean flag(String name) {
        return field(name, "true or false", JsonNode::isBoolean).booleanValue();
    }

    JsonFieldReader object(String name) {
        return new JsonFieldReader(field(name, "an object", JsonNode::isObject));
    }

    List<JsonNode> list(String name) {
        List<JsonNode> list = new ArrayList<>();
        field(name, "a list", JsonNode::isArray).forEach(list::add);
        return list;
    }

    /** @return the object's fields, all of which are texts, by name */
    Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonFieldReader object = object(name);
        object.node.fieldNames().forEachRemaining(key -> texts.put(key, object.text(key)));
        return texts;
    }

    private JsonNode field(String name, String words, Predicate<JsonNode> type) {
        JsonNode value = node.path(name);
        if (!type.test(value)) {
            throw new IllegalArgumentException("'" + name + "' " + (value.isMissingNode() ? "is missing" : "is not " + words));
        }
        return value;
    }
}
