package growth.formats.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import growth.api.model.RopeScaling;
import growth.formats.json.JsonFields;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Rotary positions in configurations. Older files have rope_theta and rope_scaling, newer ones (transformers 5) rope_parameters with
 * everything about them; the kind is called rope_type or type.
 */
final class RopeFields {
    private static final double DEFAULT_THETA = 10000;
    private static final String THETA = "rope_theta";
    private static final String SCALING = "rope_scaling";
    private static final String PARAMETERS = "rope_parameters";
    private static final String TYPE = "rope_type";
    private static final String OLD_TYPE = "type";
    private static final String DEFAULT = "default";
    private static final String FACTOR = "factor";
    private static final String LOW = "low_freq_factor";
    private static final String HIGH = "high_freq_factor";
    private static final String ORIGINAL = "original_max_position_embeddings";
    private static final String PARTIAL = "partial_rotary_factor";

    private final JsonFields fields;
    private final String name;
    private final JsonNode rope;
    private final String type;

    private RopeFields(JsonFields fields) {
        this.fields = fields;
        boolean older = present(fields, SCALING);
        boolean newer = present(fields, PARAMETERS);
        if (older && newer && !fields.value(SCALING).equals(fields.value(PARAMETERS))) {
            throw fields.refuse(SCALING, "differs from " + PARAMETERS + "; keep one of them");
        }
        name = older ? SCALING : PARAMETERS;
        rope = fields.value(name);
        if (!rope.isMissingNode() && !rope.isObject()) {
            throw fields.refuse(name, "must be an object, e.g. {\"rope_type\": \"linear\", \"factor\": 2.0}");
        }
        type = rope.path(TYPE).asText(rope.path(OLD_TYPE).asText(DEFAULT));
        String old = rope.path(OLD_TYPE).asText(type);
        if (!old.equals(type)) {
            throw fields.refuse(name, TYPE + " '" + type + "' and " + OLD_TYPE + " '" + old + "' differ; keep one of them");
        }
    }

    private static boolean present(JsonFields fields, String name) {
        return fields.has(name) && !(fields.value(name).isObject() && fields.value(name).isEmpty());
    }

    /** Gives the builder what the fields say of rotary positions. */
    static void read(JsonFields fields, ModelShapeBuilder shape) {
        RopeFields rope = new RopeFields(fields);
        shape.ropeTheta(rope.number(THETA, fields.number(THETA, DEFAULT_THETA)));
        rope.scaling().ifPresent(shape::ropeScaling);
    }

    private Optional<RopeScaling> scaling() {
        switch (type) {
            case DEFAULT -> {
                only(Set.of());
                return Optional.empty();
            }
            case RopeScaling.Linear.TYPE -> {
                only(Set.of(FACTOR));
                return Optional.of(new RopeScaling.Linear(number(FACTOR)));
            }
            case RopeScaling.Llama3.TYPE -> {
                only(Set.of(FACTOR, LOW, HIGH, ORIGINAL));
                double original = number(ORIGINAL, fields.integer("max_position_embeddings", LlamaConfig.DEFAULT_CONTEXT));
                if (original != (int) original) {
                    throw fields.refuse(name, ORIGINAL + " must be a whole number below 2^31, not " + rope.get(ORIGINAL));
                }
                return Optional.of(new RopeScaling.Llama3(number(FACTOR), number(LOW), number(HIGH), (int) original));
            }
            default -> throw fields.refuse(name, "type '" + type + "' is not supported; default, linear and llama3 are");
        }
    }

    private void only(Set<String> used) {
        for (Iterator<String> keys = rope.fieldNames(); keys.hasNext();) {
            String key = keys.next();
            boolean whole = key.equals(PARTIAL) && number(PARTIAL) == 1;
            if (!whole && !Set.of(TYPE, OLD_TYPE, THETA).contains(key) && !used.contains(key)) {
                throw fields.refuse(name, "'" + key + "' is not supported for type " + type);
            }
        }
    }

    private double number(String key) {
        if (!rope.path(key).isNumber()) {
            throw fields.refuse(name, rope.has(key) ? key + " must be a number" : key + " is missing; type " + type + " needs it");
        }
        return rope.get(key).doubleValue();
    }

    private double number(String key, double absent) {
        return rope.path(key).isMissingNode() || rope.path(key).isNull() ? absent : number(key);
    }

    /** Writes rope_theta and rope_scaling, which all versions of transformers read. */
    static void write(ModelShape shape, ObjectNode target) {
        target.put(THETA, shape.ropeTheta());
        if (shape.ropeScaling().isEmpty()) {
            target.putNull(SCALING);
            return;
        }
        RopeScaling scaling = shape.ropeScaling().get();
        ObjectNode object = target.putObject(SCALING).put(FACTOR, scaling.factor());
        if (scaling instanceof RopeScaling.Llama3 llama3) {
            object.put(HIGH, llama3.highFreqFactor()).put(LOW, llama3.lowFreqFactor()).put(ORIGINAL, llama3.originalContext());
        }
        object.put(TYPE, scaling.type());
    }
}
