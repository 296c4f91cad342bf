package growth.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.TrainingTimeSyntax;
import growth.api.options.OptionSpec;
import growth.api.options.Range;
import growth.api.options.ShapeChange;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.List;
import java.util.Optional;

/** Declared options as JSON Schema (draft 2020-12). */
public final class OptionSchema {
    private static final String PERCENT = "^[-+]?[0-9]+(\\.[0-9]+)?%$";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OptionSchema() {
    }

    /** Returns the schema of a group with exactly these options. */
    public static ObjectNode group(List<OptionSpec> specs) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (OptionSpec spec : specs) {
            properties.set(spec.name(), option(spec));
            if (spec.required()) {
                required.add(spec.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema.put("additionalProperties", false);
    }

    /** Returns the schema of one option, with description and default. */
    public static ObjectNode option(OptionSpec spec) {
        ObjectNode schema = switch (spec.type()) {
            case INTEGER -> ranged(JSON.objectNode().put("type", "integer"), spec.range());
            case NUMBER -> number(spec.range());
            case NUMBERS -> array(number(spec.range()));
            case FLAG -> JSON.objectNode().put("type", "boolean");
            case TEXT -> text();
            case CHOICE -> choice(spec.choices());
            case TIME -> JSON.objectNode().put("type", "string").put("pattern", TrainingTimeSyntax.PATTERN);
            case SHAPE -> shape();
            case TEXTS -> anyOf(text(), array(text()));
            case GROUP -> kinds(spec.nested()).map(kind -> anyOf(group(spec.nested()), kind)).orElseGet(() -> group(spec.nested()));
            case GROUPS -> array(group(spec.nested()));
            case TEXTS_BY_NAME -> byName(anyOf(text(), array(text())));
        };
        schema.put("description", spec.description());
        spec.defaultValue().ifPresent(text -> putDefault(schema, text));
        return schema;
    }

    /** Returns the short form of a group by its kind alone, where that suffices. */
    private static Optional<ObjectNode> kinds(List<OptionSpec> specs) {
        boolean enough = specs.stream().filter(OptionSpec::required).allMatch(spec -> spec.name().equals(KindShorthand.KIND));
        return specs.stream().filter(spec -> enough && spec.name().equals(KindShorthand.KIND))
                .map(spec -> spec.choices().isEmpty() ? text() : choice(spec.choices())).findFirst();
    }

    private static ObjectNode number(Optional<Range> range) {
        ObjectNode percent = JSON.objectNode().put("type", "string").put("pattern", PERCENT);
        return anyOf(ranged(JSON.objectNode().put("type", "number"), range), percent);
    }

    private static ObjectNode ranged(ObjectNode schema, Optional<Range> range) {
        range.ifPresent(r -> {
            limit(schema, r.fromIncluded() ? "minimum" : "exclusiveMinimum", r.from());
            limit(schema, r.toIncluded() ? "maximum" : "exclusiveMaximum", r.to());
        });
        return schema;
    }

    private static void limit(ObjectNode schema, String keyword, double limit) {
        if (limit == Math.rint(limit) && Math.abs(limit) < 1e15) {
            schema.put(keyword, (long) limit);
        } else if (Double.isFinite(limit) && Math.abs(limit) < 1e15) {
            schema.put(keyword, limit);
        }
    }

    /** Returns the schema of a text, which also accepts plain numbers and flags. */
    private static ObjectNode text() {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("type").add("string").add("number").add("boolean");
        return schema.put("minLength", 1);
    }

    private static ObjectNode choice(List<String> choices) {
        ObjectNode schema = JSON.objectNode();
        choices.forEach(schema.putArray("enum")::add);
        return schema;
    }

    private static ObjectNode shape() {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("minProperties", 1);
        ObjectNode properties = schema.putObject("properties");
        ShapeChange.NAMES.forEach(name -> properties.putObject(name).put("type", "integer").put("minimum", 1));
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode array(ObjectNode items) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", items);
        return schema;
    }

    private static ObjectNode byName(ObjectNode values) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.set("additionalProperties", values);
        return schema;
    }

    private static ObjectNode anyOf(ObjectNode... alternatives) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("anyOf").addAll(List.of(alternatives));
        return schema;
    }

    private static void putDefault(ObjectNode schema, String text) {
        YamlValue value = YamlReader.value("default", text);
        if (value instanceof Scalar scalar) {
            schema.set("default", json(scalar));
        } else if (value instanceof Sequence sequence) {
            ArrayNode items = schema.putArray("default");
            sequence.items().forEach(item -> items.add(json((Scalar) item)));
        } else {
            schema.putObject("default");
        }
    }

    private static JsonNode json(Scalar scalar) {
        return switch (scalar.kind()) {
            case TEXT -> JSON.textNode(scalar.text());
            case INTEGER -> JSON.numberNode(Long.decode(scalar.text()));
            case NUMBER -> JSON.numberNode(Double.parseDouble(scalar.text()));
            case FLAG -> JSON.booleanNode(Boolean.parseBoolean(scalar.text()));
            case NULL -> JSON.nullNode();
        };
    }
}
