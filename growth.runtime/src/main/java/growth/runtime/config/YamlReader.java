package growth.runtime.config;

import growth.api.GrowthException;
import growth.runtime.config.YamlAdvice.Advice;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 (core schema), strictly: one document, keys that are plain words and stand once, no tags of one's own. */
public final class YamlReader {
    /** The most values, more than any run file has; stops aliases that multiply. */
    private static final int MOST_VALUES = 100_000;
    private final Function<Optional<Mark>, String> places;
    private final List<String> lines;
    private int values;

    private YamlReader(Function<Optional<Mark>, String> places, String text) {
        this.places = places;
        this.lines = text.lines().toList();
    }

    /**
     * Returns its keys.
     *
     * @param file its name in errors
     * @param text the document
     * @throws GrowthException (CONFIGURATION) with file and line
     */
    public static Mapping document(String file, String text) {
        Function<Optional<Mark>, String> places = mark -> file + ":" + mark.map(m -> m.getLine() + 1).orElse(1);
        YamlValue value = new YamlReader(places, text).read(text, file);
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw new GrowthException(GrowthException.Kind.CONFIGURATION, value.place() + ": 'key: value' pairs are needed here, not "
                + value.words());
    }

    /**
     * Returns the value.
     *
     * @param place the place of everything in it
     * @param text  a YAML value
     * @throws GrowthException (CONFIGURATION) with the place
     */
    public static YamlValue value(String place, String text) {
        return new YamlReader(mark -> place, text).read(text, place);
    }

    private YamlValue read(String text, String label) {
        LoadSettings settings = LoadSettings.builder().setLabel(label).setSchema(new CoreSchema()).setUseMarks(true).build();
        Optional<Node> root;
        try {
            YamlBounds.check(settings, text, (mark, message) -> {
                throw refuse(mark, message, null);
            });
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw syntax(e);
        } catch (YamlEngineException e) {
            throw refuse(Optional.empty(), "cannot be read as YAML: " + e.getMessage().replaceAll("\\s*\\n\\s*", " "), e);
        }
        if (root.isEmpty()) {
            return new Scalar(places.apply(Optional.empty()), Scalar.Kind.NULL, "");
        }
        return convert(root.get(), places.apply(root.get().getStartMark()), new ArrayList<>());
    }

    private GrowthException syntax(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        if (problem.contains("'\\t(TAB)'")) {
            return refuse(e.getProblemMark(), "a tab cannot indent YAML; use spaces", e);
        }
        int failed = e.getProblemMark().map(Mark::getLine).orElse(0);
        Optional<Advice> advice = YamlAdvice.of(lines, failed, e.getContextMark().map(Mark::getLine).orElse(failed), problem);
        if (advice.isPresent()) {
            return refuse(Optional.of(line(advice.get().line())), advice.get().message(), e);
        }
        String context = Optional.ofNullable(e.getContext()).filter(c -> !c.isBlank()).map(c -> " " + c).orElse("");
        return refuse(e.getProblemMark(), "not YAML" + context + ": " + problem.replaceAll("\\s*\\n\\s*", " "), e);
    }

    private static Mark line(int line) {
        return new Mark("", 0, line, 0, new int[0], 0);
    }

    /** Refuses a text that continues in the next line, which is nearly always a key without its colon. */
    private void refuseSecondLine(ScalarNode scalar) {
        int first = scalar.getStartMark().map(Mark::getLine).orElse(0);
        int last = scalar.getEndMark().map(Mark::getLine).orElse(first);
        if (scalar.getScalarStyle() == ScalarStyle.PLAIN && last > first && last < lines.size()) {
            Optional<Advice> slip = IntStream.rangeClosed(first, last).boxed()
                    .flatMap(at -> YamlAdvice.pair(lines.get(at)).map(message -> new Advice(at, message)).stream()).findFirst();
            throw slip.map(advice -> refuse(Optional.of(line(advice.line())), advice.message(), null)).orElseGet(() -> refuse(
                    Optional.of(line(last)), "'" + lines.get(last).strip() + "' goes on with the value of line " + (first + 1)
                    + "; a text of several lines needs quotes", null));
        }
    }

    private YamlValue convert(Node node, String place, List<Node> around) {
        if (around.contains(node)) {
            throw refuse(node.getStartMark(), "a value cannot contain itself", null);
        }
        if (around.size() > YamlBounds.DEEPEST) {
            throw refuse(node.getStartMark(), YamlBounds.TOO_DEEP, null);
        }
        if (++values > MOST_VALUES) {
            throw refuse(node.getStartMark(), "the aliases make more than " + MOST_VALUES + " values", null);
        }
        around.add(node);
        YamlValue value;
        if (node instanceof ScalarNode scalar) {
            refuseSecondLine(scalar);
            value = new Scalar(place, kind(scalar), scalar.getValue());
        } else if (node instanceof SequenceNode sequence) {
            standard(node, Tag.SEQ);
            List<YamlValue> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, places.apply(item.getStartMark()), around));
            }
            value = new Sequence(place, items);
        } else {
            standard(node, Tag.MAP);
            value = mapping((MappingNode) node, place, around);
        }
        around.remove(around.size() - 1);
        return value;
    }

    private Mapping mapping(MappingNode node, String place, List<Node> around) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode name) || name.getTag().equals(Tag.NULL)) {
                throw refuse(key.getStartMark(), "a key must be a word", null);
            }
            String written = places.apply(key.getStartMark());
            Entry before = entries.put(name.getValue(), new Entry(written, convert(tuple.getValueNode(), written, around)));
            if (before != null) {
                throw refuse(key.getStartMark(), "'" + name.getValue() + "' is given twice, first at " + before.place(), null);
            }
        }
        return new Mapping(place, entries);
    }

    private Scalar.Kind kind(ScalarNode node) {
        Map<Tag, Scalar.Kind> kinds = Map.of(Tag.STR, Scalar.Kind.TEXT, Tag.INT, Scalar.Kind.INTEGER, Tag.FLOAT, Scalar.Kind.NUMBER,
                Tag.BOOL, Scalar.Kind.FLAG, Tag.NULL, Scalar.Kind.NULL);
        if (!kinds.containsKey(node.getTag())) {
            throw refuse(node.getStartMark(), "the tag " + node.getTag() + " has no meaning here", null);
        }
        return kinds.get(node.getTag());
    }

    private void standard(Node node, Tag tag) {
        if (!node.getTag().equals(tag)) {
            throw refuse(node.getStartMark(), "the tag " + node.getTag() + " has no meaning here", null);
        }
    }

    private GrowthException refuse(Optional<Mark> mark, String message, Exception cause) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, places.apply(mark) + ": " + message, cause);
    }
}
