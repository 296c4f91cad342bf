package growth.formats.huggingface;

import growth.formats.json.JsonFields;
import java.util.List;

/**
 * Refuses fields of a configuration that ask for what the engines do not compute: read as if they were not there, the model would be
 * another.
 */
final class Unsupported {
    private Unsupported() {
    }

    /** Refuses any text but those. */
    static void unless(JsonFields fields, String name, String absent, String... supported) {
        String value = fields.text(name, absent);
        if (!List.of(supported).contains(value)) {
            throw fields.refuse(name, "'" + value + "' is not supported; " + String.join(" or ", supported) + " is");
        }
    }

    /** Refuses the other of true and false. */
    static void flag(JsonFields fields, String name, boolean supported) {
        if (fields.flag(name, supported) != supported) {
            throw fields.refuse(name, !supported + " is not supported; " + supported + " is");
        }
    }

    /** Refuses a field that is there and not empty. */
    static void absent(JsonFields fields, String name) {
        if (fields.has(name) && !(fields.value(name).isContainerNode() && fields.value(name).isEmpty())) {
            throw fields.refuse(name, "is not supported; leave it out");
        }
    }
}
