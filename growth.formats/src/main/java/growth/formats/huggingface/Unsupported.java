package growth.formats.huggingface;

import growth.formats.json.JsonFields;
import java.util.Set;

/** Refuses fields of a configuration that ask for what the engines do not compute; without them the model would be another. */
final class Unsupported {
    private Unsupported() {
    }

    /** Refuses any text but those, which are names of the same function as the one that is meant if the field is absent. */
    static void unless(JsonFields fields, String name, String absent, Set<String> supported) {
        String value = fields.stands(name) ? fields.text(name) : absent;
        if (!supported.contains(value)) {
            throw fields.refuse(name, "'" + value + "' is not supported; " + absent + " is");
        }
    }

    /** Returns a number, or another only if the field is absent: null is no number to transformers either. */
    static double number(JsonFields fields, String name, double absent) {
        return fields.stands(name) ? fields.number(name) : absent;
    }

    /** Refuses weights that are packed integers, which no edit of the configuration turns into numbers. */
    static void quantized(JsonFields fields) {
        for (String name : new String[] {"quantization_config", "compression_config"}) {
            if (fields.has(name)) {
                String method = fields.value(name).path("quant_method").asText(fields.value(name).path("format").asText());
                String packed = method.isEmpty() ? "" : " (" + method.replaceAll("\\p{C}", "?") + ")";
                throw fields.refuse(name, "the weights are quantized" + packed + ", and only F32, F64, F16 and BF16 can be grown or"
                        + " trained; take the original model, or dequantize it first");
            }
        }
    }

    /** Refuses the other of true and false. */
    static void flag(JsonFields fields, String name, boolean supported) {
        if (fields.flag(name, supported) != supported) {
            throw fields.refuse(name, !supported + " is not supported; " + supported + " is");
        }
    }
}
