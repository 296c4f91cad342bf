package growth.study.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.config.OptionSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (draft 2020-12) of study files, in which parts of run files are checked by the schema of run files. */
final class StudySchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NAME = "^[A-Za-z0-9][A-Za-z0-9._-]*$";

    private StudySchema() {
    }

    /** @param runFiles the JSON Schema of run files */
    static ObjectNode of(String runFiles) {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "growth study file");
        ObjectNode declared = OptionSchema.group(StudyKeys.declared());
        ObjectNode properties = JSON.objectNode();
        Map<String, ObjectNode> free = free();
        for (OptionSpec spec : StudyKeys.all()) {
            JsonNode property = free.containsKey(spec.name()) ? free.get(spec.name()).put("description", spec.description())
                    : declared.get("properties").get(spec.name());
            properties.set(spec.name(), property);
        }
        varies((ObjectNode) properties.get("varies"));
        schema.put("type", "object").set("properties", properties);
        schema.putArray("required").add(StudyKeys.BASE).add(StudyKeys.BASELINE);
        schema.put("additionalProperties", false);
        schema.putObject("$defs").set("part", part(read(runFiles)));
        return schema;
    }

    private static Map<String, ObjectNode> free() {
        Map<String, ObjectNode> free = new LinkedHashMap<>();
        ObjectNode named = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode keys = named.putObject("properties");
        keys.set("name", name());
        keys.set(StudyKeys.SET, reference());
        named.putArray("required").add("name");
        free.put(StudyKeys.BASE, anyOf(JSON.objectNode().put("type", "string").put("minLength", 1), reference()));
        free.put(StudyKeys.SET, reference());
        free.put(StudyKeys.BASELINE, anyOf(name(), named));
        free.put(StudyKeys.VARIANTS, map(reference(), JSON.objectNode().put("pattern", NAME)));
        ObjectNode values = JSON.objectNode().put("type", "array").put("minItems", 2).put("uniqueItems", true);
        ObjectNode grid = map(values, JSON.objectNode().put("pattern", "^[a-z]")).put("minProperties", 1);
        free.put(StudyKeys.VARY, map(anyOf(values.deepCopy(), grid), JSON.objectNode()));
        free.put(StudyKeys.SEEDS, anyOf(JSON.objectNode().put("type", "integer").put("minimum", 1).put("maximum", 1000),
                list(JSON.objectNode().put("type", "integer")).put("minItems", 1).put("uniqueItems", true)));
        free.put(StudyKeys.TUNING, grid.deepCopy());
        ObjectNode size = OptionSchema.option(OptionSpec.required("size", OptionType.SHAPE, "a size"));
        ((ObjectNode) size.get("properties")).remove(List.of("vocabulary", "context", "image"));
        ObjectNode references = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode both = references.putObject("properties");
        both.set(StudyKeys.SIZES, list(size));
        both.set(StudyKeys.SMALL, anyOf(JSON.objectNode().put("type", "boolean"), list(size.deepCopy())));
        free.put(StudyKeys.REFERENCES, references);
        return free;
    }

    private static void varies(ObjectNode schema) {
        ObjectNode one = JSON.objectNode();
        ArrayNode ids = one.putArray("enum");
        Arrays.stream(Difference.values()).map(Difference::id).forEach(ids::add);
        schema.putArray("anyOf").add(one).add(list(one.deepCopy()));
    }

    private static ObjectNode name() {
        return JSON.objectNode().put("type", "string").put("pattern", NAME);
    }

    private static ObjectNode reference() {
        return JSON.objectNode().put("$ref", "#/$defs/part");
    }

    private static ObjectNode map(ObjectNode values, ObjectNode names) {
        ObjectNode map = JSON.objectNode().put("type", "object");
        map.set("additionalProperties", values);
        map.set("propertyNames", names);
        return map;
    }

    private static ObjectNode list(ObjectNode items) {
        ObjectNode list = JSON.objectNode().put("type", "array");
        list.set("items", items);
        return list;
    }

    private static ObjectNode anyOf(ObjectNode... alternatives) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("anyOf").addAll(Arrays.asList(alternatives));
        return schema;
    }

    private static ObjectNode read(String json) {
        try {
            ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(json);
            schema.remove(List.of("$schema", "title"));
            return schema;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the schema of a part: nothing is required, everything may be null, and kinds are known without their options. */
    private static JsonNode part(JsonNode whole) {
        if (whole.isArray()) {
            ArrayNode parts = JSON.arrayNode();
            whole.forEach(one -> parts.add(part(one)));
            return parts;
        }
        if (!whole.isObject()) {
            return whole;
        }
        ObjectNode part = JSON.objectNode();
        whole.fields().forEachRemaining(field -> {
            switch (field.getKey()) {
                case "required", "default", "minProperties" -> { }
                case "properties" -> part.set("properties", nullable(field.getValue()));
                case "oneOf" -> part.set("anyOf", ((ArrayNode) part(field.getValue())).add(kinds(field.getValue())));
                default -> part.set(field.getKey(), part(field.getValue()));
            }
        });
        return part;
    }

    private static ObjectNode nullable(JsonNode properties) {
        ObjectNode nullable = JSON.objectNode();
        properties.fields().forEachRemaining(property -> {
            ObjectNode either = anyOf((ObjectNode) part(property.getValue()), JSON.objectNode().put("type", "null"));
            if (property.getValue().has("description")) {
                either.set("description", property.getValue().get("description"));
            }
            nullable.set(property.getKey(), either);
        });
        return nullable;
    }

    private static ObjectNode kinds(JsonNode plugins) {
        ObjectNode names = JSON.objectNode();
        ArrayNode list = names.putArray("enum");
        plugins.forEach(plugin -> plugin.at("/properties/kind").path("const").asText().lines().forEach(list::add));
        return names;
    }
}
