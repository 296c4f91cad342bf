package growth.shell.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.formats.json.PrettyJson;
import growth.shell.command.Console;

/** Writes results as JSON for other programs; unknown values are null. */
public final class Json {
    private Json() {
    }

    /** Returns an object to be filled. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Puts a number, or null if it is NaN or infinite, which JSON cannot say. */
    public static void put(ObjectNode object, String name, double value) {
        if (Double.isFinite(value)) {
            object.put(name, value);
        } else {
            object.putNull(name);
        }
    }

    /** Returns a text in quotation marks, with what cannot be seen written as JSON writes it. */
    public static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    /** Prints the object. */
    public static void print(ObjectNode object, Console console) {
        console.out().print(PrettyJson.of(object));
    }
}
