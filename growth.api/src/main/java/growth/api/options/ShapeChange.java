package growth.api.options;

import growth.api.GrowthException;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sizes that differ from a given shape's: {@code {layers: 3, hidden: 128}} in run files, {@code layers=3,hidden=128} on the command line.
 * Where hidden changes and neither heads nor head-size is given, the head size stays and heads change in proportion.
 *
 * @param sizes name (one of {@link #NAMES}) → size
 */
public record ShapeChange(Map<String, Integer> sizes) {
    /** The sizes that can change. */
    public static final List<String> NAMES =
            List.of("layers", "hidden", "heads", "kv-heads", "head-size", "intermediate", "vocabulary", "context", "image");

    public ShapeChange {
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        for (String name : sizes.keySet()) {
            if (!NAMES.contains(name)) {
                throw configuration("'" + name + "' is not a size; there are " + String.join(", ", NAMES));
            }
        }
    }

    /**
     * @param text e.g. {@code layers=12,hidden=256}
     * @return the change
     * @throws GrowthException (CONFIGURATION) that says what is wrong
     */
    public static ShapeChange parse(String text) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.trim().split("=", 2);
            try {
                if (pair.length != 2 || sizes.put(pair[0].trim(), Integer.valueOf(pair[1].trim())) != null) {
                    throw new NumberFormatException();
                }
            } catch (NumberFormatException e) {
                throw configuration("'" + part + "' in '" + text + "' is not size=number, e.g. layers=12,hidden=256");
            }
        }
        return new ShapeChange(sizes);
    }

    /**
     * @param base the shape the rest is taken from
     * @return the changed shape
     * @throws GrowthException (CONFIGURATION) if the sizes do not fit together
     */
    public ModelShape applyTo(ModelShape base) {
        ModelShapeBuilder builder = base.toBuilder();
        int hidden = sizes.getOrDefault("hidden", base.hidden());
        boolean headsGiven = sizes.containsKey("heads") || sizes.containsKey("head-size");
        if (hidden != base.hidden() && !headsGiven) {
            builder.heads(proportional("heads", base.heads(), hidden, base.hidden()));
            builder.kvHeads(sizes.containsKey("kv-heads") ? base.kvHeads() : proportional("kv-heads", base.kvHeads(), hidden,
                    base.hidden()));
        }
        if (sizes.containsKey("heads")) {
            boolean multiHead = base.heads() == base.kvHeads();
            builder.heads(sizes.get("heads")).kvHeads(multiHead ? sizes.get("heads") : base.kvHeads());
            if (!sizes.containsKey("head-size") && base.attentionSize() == base.hidden() && hidden % sizes.get("heads") == 0) {
                builder.headSize(hidden / sizes.get("heads"));
            }
        }
        sizes.forEach((name, size) -> {
            switch (name) {
                case "layers" -> builder.layers(size);
                case "hidden" -> builder.hidden(size);
                case "kv-heads" -> builder.kvHeads(size);
                case "head-size" -> builder.headSize(size);
                case "intermediate" -> builder.intermediate(size);
                case "vocabulary" -> builder.vocabulary(size);
                case "context" -> builder.context(size);
                case "image" -> {
                    ImageShape image = base.image().orElseThrow(() -> configuration(base.family().id() + " takes no image"));
                    builder.image(new ImageShape(size, image.patch(), image.channels(), image.labels()));
                }
                default -> { }
            }
        });
        return builder.build();
    }

    private static int proportional(String name, int old, int hidden, int oldHidden) {
        if ((long) old * hidden % oldHidden != 0) {
            throw configuration("hidden " + hidden + " is no multiple of the head size, so " + name
                    + " cannot follow; give heads or head-size");
        }
        return (int) ((long) old * hidden / oldHidden);
    }

    private static GrowthException configuration(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }
}
