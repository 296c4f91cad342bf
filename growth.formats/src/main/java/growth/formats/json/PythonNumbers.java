package growth.formats.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.math.BigDecimal;

/** Writes numbers with fractions as Python's {@code repr} does, so that a file written by Python changes only where its values do. */
final class PythonNumbers {
    /** Python writes powers of ten from here on, and below 10^-4. */
    private static final double LARGE = 1e16;
    private static final double SMALL = 1e-4;

    private PythonNumbers() {
    }

    /** Returns a copy of the tree whose finite numbers with fractions are written as Python writes them. */
    static JsonNode in(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.fields().forEachRemaining(field -> copy.set(field.getKey(), in(field.getValue())));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> copy.add(in(element)));
            return copy;
        }
        return node.isDouble() && Double.isFinite(node.doubleValue())
                ? JsonNodeFactory.instance.rawValueNode(new RawValue(text(node.doubleValue()))) : node;
    }

    /** Returns e.g. {@code 10000.0}, {@code 0.02}, {@code 1e-05}, {@code 1.5e+16}. */
    static String text(double value) {
        double size = Math.abs(value);
        BigDecimal number = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (value == 0 || size >= SMALL && size < LARGE) {
            String plain = value == 0 ? Double.toString(value) : number.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - number.scale();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "") + "e"
                + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }
}
