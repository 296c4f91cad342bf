package growth.runtime.train.ranks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Records as JSON and back, to the last bit of their numbers: records of records, of sealed interfaces whose implementations are records,
 * enums, texts, numbers, lists, maps with texts as keys, and optional values of these.
 */
final class RecordJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Which record of a sealed interface it is. */
    private static final String IS = "is";

    private RecordJson() {
    }

    static byte[] write(Record value) {
        return node(value).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if these bytes are no such record */
    static <R> R read(byte[] json, Class<R> type) {
        try {
            return type.cast(value(MAPPER.readTree(new String(json, StandardCharsets.UTF_8)), type));
        } catch (JsonProcessingException | ReflectiveOperationException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode node(Object value) {
        if (value instanceof Optional<?> some) {
            return some.map(RecordJson::node).orElse(NODES.nullNode());
        }
        if (value instanceof OptionalDouble some) {
            return some.isPresent() ? node(some.getAsDouble()) : NODES.nullNode();
        }
        if (value instanceof Collection<?> items) {
            ArrayNode array = NODES.arrayNode();
            items.forEach(item -> array.add(node(item)));
            return array;
        }
        if (value instanceof Map<?, ?> entries) {
            ObjectNode object = NODES.objectNode();
            entries.forEach((name, entry) -> object.set((String) name, node(entry)));
            return object;
        }
        if (value instanceof Record record) {
            ObjectNode object = NODES.objectNode().put(IS, record.getClass().getSimpleName());
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                object.set(component.getName(), node(component(record, component)));
            }
            return object;
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        // Numbers as texts: JSON has no NaN, and nothing may be lost.
        return NODES.textNode(value instanceof Enum<?> constant ? constant.name() : value.toString());
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(JsonNode node, Type type) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return generic(node, (Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> plain = (Class<?>) type;
        if (plain == OptionalDouble.class) {
            return node.isNull() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(node.textValue()));
        }
        if (plain.isSealed()) {
            String name = node.path(IS).asText();
            return value(node, Stream.of(plain.getPermittedSubclasses()).filter(c -> c.getSimpleName().equals(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no " + plain.getSimpleName() + " is a " + name)));
        }
        return plain.isRecord() ? record(node, plain) : simple(node, plain);
    }

    private static Object record(JsonNode node, Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(node.get(components[i].getName()), components[i].getGenericType());
        }
        Constructor<?> canonical = type.getDeclaredConstructor(types);
        canonical.setAccessible(true);
        return canonical.newInstance(values);
    }

    private static Object generic(JsonNode node, Class<?> raw, Type... of) throws ReflectiveOperationException {
        if (raw == Optional.class) {
            return node.isNull() ? Optional.empty() : Optional.of(value(node, of[0]));
        }
        if (raw == List.class) {
            List<Object> items = new ArrayList<>();
            for (JsonNode item : node) {
                items.add(value(item, of[0]));
            }
            return items;
        }
        if (raw == Map.class) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                entries.put(entry.getKey(), value(entry.getValue(), of[1]));
            }
            return entries;
        }
        throw new IllegalArgumentException(raw + " cannot be read");
    }

    private static Object simple(JsonNode node, Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return node.booleanValue();
        }
        String text = node.textValue();
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants()).filter(c -> ((Enum<?>) c).name().equals(text)).findFirst().orElseThrow();
        }
        if (type == String.class) {
            return text;
        }
        if (type == int.class || type == Integer.class) {
            return Integer.valueOf(text);
        }
        if (type == long.class || type == Long.class) {
            return Long.valueOf(text);
        }
        if (type == float.class || type == Float.class) {
            return Float.valueOf(text);
        }
        if (type == double.class || type == Double.class) {
            return Double.valueOf(text);
        }
        throw new IllegalArgumentException(type + " cannot be read");
    }
}
