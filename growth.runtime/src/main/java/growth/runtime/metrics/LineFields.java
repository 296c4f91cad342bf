package growth.runtime.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fields of a line, or of an object in it.
 *
 * @param object the JSON object
 */
record LineFields(JsonNode object) {
    /** A field that a line of that kind cannot do without is missing, or holds something else; the message says which. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /** Returns the names of all fields. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Returns the number; NaN if it is null, which is how a number that is not finite is written, or missing. */
    double number(String name) {
        return optional(name).orElse(Double.NaN);
    }

    /** Returns the number; empty if it is missing, NaN if it is null. */
    OptionalDouble optional(String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(value.isNull() ? Double.NaN : fit(name, value, JsonNode::isNumber, "a number").doubleValue());
    }

    /** Returns the whole number; 0 if it is missing. */
    long whole(String name) {
        JsonNode value = object.path(name);
        return value.isMissingNode() ? 0 : wholeOf(name, value);
    }

    private static long wholeOf(String name, JsonNode value) {
        return fit(name, value, v -> v.isIntegralNumber() && v.canConvertToLong(), "a whole number").longValue();
    }

    /** Returns the whole number, if it is there and no more than an int. */
    Optional<Integer> integer(String name) {
        return value(name, JsonNode::canConvertToInt, "a whole number").map(JsonNode::intValue);
    }

    /** Returns the text; empty if it is missing. */
    String text(String name) {
        return optionalText(name).orElse("");
    }

    /** Returns the text, if it is there. */
    Optional<String> optionalText(String name) {
        return value(name, JsonNode::isTextual, "a text").map(JsonNode::textValue);
    }

    /** Returns whether it is true; false if it is missing. */
    boolean flag(String name) {
        return value(name, JsonNode::isBoolean, "true or false").map(JsonNode::booleanValue).orElse(false);
    }

    /** Returns the texts; none if it is missing. */
    List<String> texts(String name) {
        return each(object.path(name), name, v -> fit(name, v, JsonNode::isTextual, "a list of texts").textValue());
    }

    /** Returns the whole numbers, if it is there. */
    Optional<List<Integer>> integers(String name) {
        return value(name, JsonNode::isArray, "a list").map(list -> each(list, name, v -> (int) wholeOf(name, v)));
    }

    /** Returns the rows of a matrix of whole numbers; none if it is missing. */
    List<List<Long>> matrix(String name) {
        return each(object.path(name), name, row -> each(row, name, v -> wholeOf(name, v)));
    }

    /** Returns the objects of a list; none if it is missing. */
    <T> List<T> objects(String name, Function<LineFields, T> reader) {
        return each(object.path(name), name, v -> reader.apply(new LineFields(fit(name, v, JsonNode::isObject, "a list of objects"))));
    }

    /** Returns the values of an object by name, in their order; none if it is missing. */
    <T> Map<String, T> byName(String name, Function<JsonNode, T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        value(name, JsonNode::isObject, "an object").ifPresent(o -> o.fields().forEachRemaining(f -> values.put(f.getKey(),
                reader.apply(f.getValue()))));
        return values;
    }

    /** Returns the object of that name, if it is there. */
    Optional<LineFields> within(String name) {
        return value(name, JsonNode::isObject, "an object").map(LineFields::new);
    }

    private Optional<JsonNode> value(String name, Predicate<JsonNode> fits, String what) {
        JsonNode value = object.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(fit(name, value, fits, what));
    }

    private static <T> List<T> each(JsonNode list, String name, Function<JsonNode, T> reader) {
        List<T> values = new ArrayList<>();
        if (!list.isMissingNode()) {
            fit(name, list, JsonNode::isArray, "a list").forEach(v -> values.add(reader.apply(v)));
        }
        return values;
    }

    private static JsonNode fit(String name, JsonNode value, Predicate<JsonNode> fits, String what) {
        if (!fits.test(value)) {
            throw unfit(name, what);
        }
        return value;
    }

    /** Returns the failure of a field that is not what it should be. */
    static Unfit unfit(String name, String what) {
        return new Unfit("'" + name + "' is not " + what);
    }
}
