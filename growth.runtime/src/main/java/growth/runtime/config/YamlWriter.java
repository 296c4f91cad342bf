package growth.runtime.config;

import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;

/** Writes values as YAML that {@link YamlReader} reads back as the same values. */
public final class YamlWriter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./%+-]*( [A-Za-z0-9_./%+-]+)*");
    private final StringBuilder text = new StringBuilder();

    private YamlWriter() {
    }

    /** Returns the document. */
    public static String write(Mapping mapping) {
        YamlWriter writer = new YamlWriter();
        writer.entries(mapping, "");
        return writer.text.toString();
    }

    /**
     * Returns a text with its document changed; the comments in front stay.
     *
     * @param text a document in YAML
     */
    public static String rewritten(String text, UnaryOperator<Mapping> change) {
        String comments = text.lines().takeWhile(line -> line.startsWith("#")).map(line -> line + "\n").collect(Collectors.joining());
        return comments + write(change.apply(YamlReader.document("", text)));
    }

    /** Returns a value in one line, which {@link YamlReader#value} reads back as the same value. */
    public static String line(YamlValue value) {
        return inline(value);
    }

    private void entries(Mapping mapping, String indent) {
        String before = "";
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            text.append(before).append(quoted(entry.getKey())).append(':');
            value(entry.getValue().value(), indent + "  ");
            before = indent;
        }
    }

    private void value(YamlValue value, String indent) {
        if (isInline(value)) {
            text.append(' ').append(inline(value)).append('\n');
            return;
        }
        text.append('\n');
        if (value instanceof Mapping mapping) {
            text.append(indent);
            entries(mapping, indent);
            return;
        }
        for (YamlValue item : ((Sequence) value).items()) {
            text.append(indent).append('-');
            if (item instanceof Mapping mapping && !isInline(item)) {
                text.append(' ');
                entries(mapping, indent + "  ");
            } else {
                value(item, indent + "  ");
            }
        }
    }

    private static boolean isInline(YamlValue value) {
        if (value instanceof Mapping mapping) {
            return mapping.entries().isEmpty();
        }
        return !(value instanceof Sequence sequence) || sequence.items().stream().allMatch(Scalar.class::isInstance);
    }

    private static String inline(YamlValue value) {
        if (value instanceof Sequence sequence) {
            return sequence.items().stream().map(YamlWriter::inline).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Scalar scalar) {
            return switch (scalar.kind()) {
                case TEXT -> quoted(scalar.text());
                case NULL -> "null";
                case INTEGER, NUMBER, FLAG -> scalar.text();
            };
        }
        return ((Mapping) value).entries().entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ": " + inline(entry.getValue().value())).collect(Collectors.joining(", ", "{", "}"));
    }

    /** Writes a text plainly if that reads back as text, otherwise in double quotes. */
    private static String quoted(String word) {
        if (PLAIN.matcher(word).matches() && new CoreScalarResolver(false).resolve(word, true).equals(Tag.STR)) {
            return word;
        }
        StringBuilder quoted = new StringBuilder("\"");
        word.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || c >= 0x7F && !Character.isLetterOrDigit(c)) {
                quoted.append(String.format("\\U%08X", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
