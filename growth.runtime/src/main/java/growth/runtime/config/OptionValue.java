package growth.runtime.config;

import growth.api.GrowthException;
import growth.api.options.GivenOptions;
import growth.api.options.OptionSpec;
import growth.api.options.OptionText;
import growth.api.options.OptionType;
import growth.api.options.Range;
import growth.api.options.ShapeChange;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.config.YamlValue.Sequence;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Turns one written value into the value of its option. */
final class OptionValue {
    private final OptionSpec spec;
    private final String place;
    private final String path;
    private final OptionNames all;

    private OptionValue(OptionSpec spec, String place, String path, OptionNames all) {
        this.spec = spec;
        this.place = place;
        this.path = path;
        this.all = all;
    }

    /**
     * Returns a value of the Java type that belongs to the option's type.
     *
     * @param spec  the option
     * @param value what was written
     * @param place where
     * @param path  the option's dotted path, for errors
     * @param all   what the whole file can have, for errors
     * @throws GrowthException (CONFIGURATION) with the place
     */
    static Object of(OptionSpec spec, YamlValue value, String place, String path, OptionNames all) {
        return new OptionValue(spec, place, path, all).bind(value);
    }

    private Object bind(YamlValue value) {
        return switch (spec.type()) {
            case INTEGER, NUMBER -> number(value);
            case NUMBERS -> items(value).stream().map(this::number).toList();
            case FLAG -> flag(value);
            case TEXT -> text(value);
            case CHOICE -> choice(value);
            case TIME -> time(value);
            case SHAPE -> shape(value);
            case TEXTS -> value instanceof Scalar ? List.of(text(value)) : items(value).stream().map(this::text).toList();
            case GROUP -> OptionBinder.bind(spec.nested(), mapping(value), path, all);
            case GROUPS -> groups(value);
            case TEXTS_BY_NAME -> textsByName(value);
        };
    }

    private Object number(YamlValue value) {
        if (value instanceof Scalar scalar) {
            boolean whole = spec.type() == OptionType.INTEGER;
            boolean number = switch (scalar.kind()) {
                case INTEGER -> true;
                case NUMBER -> !whole;
                case TEXT -> !whole && scalar.text().endsWith("%") && scalar.text().matches("[-+]?[0-9].*");
                case FLAG, NULL -> false;
            };
            if (number) {
                return read(scalar.text(), "");
            }
        }
        throw wrong(value);
    }

    private Object flag(YamlValue value) {
        if (!(value instanceof Scalar scalar) || scalar.kind() != Scalar.Kind.FLAG) {
            throw wrong(value);
        }
        return read(scalar.text(), "");
    }

    private Object read(String text, String hint) {
        try {
            return OptionText.read(spec, text);
        } catch (IllegalArgumentException e) {
            throw refuse(path + " " + e.getMessage() + hint);
        }
    }

    private String text(YamlValue value) {
        if (!(value instanceof Scalar scalar) || scalar.kind() == Scalar.Kind.NULL || scalar.text().isEmpty()) {
            throw wrong(value);
        }
        return scalar.text();
    }

    private Object choice(YamlValue value) {
        String chosen = text(value);
        return read(chosen, NearestName.hint(chosen, spec.choices()));
    }

    private Object time(YamlValue value) {
        String text = text(value);
        return placed(() -> read(text, ""));
    }

    private ShapeChange shape(YamlValue value) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        mapping(value).entries().forEach((name, entry) -> {
            if (!ShapeChange.NAMES.contains(name)) {
                String hint = NearestName.hint(name, ShapeChange.NAMES);
                throw OptionBinder.refuse(entry.place(), "unknown size '" + name + "' in " + path
                        + (hint.isEmpty() ? "; there are " + String.join(", ", ShapeChange.NAMES) : hint));
            }
            OptionSpec size = OptionSpec.required(name, OptionType.INTEGER, "a size").in(Range.between(1, Integer.MAX_VALUE));
            sizes.put(name, Math.toIntExact((Long) of(size, entry.value(), entry.place(), path + "." + name, all)));
        });
        if (sizes.isEmpty()) {
            throw refuse(path + " names no size; write for instance {layers: 3}");
        }
        return placed(() -> new ShapeChange(sizes));
    }

    private List<GivenOptions> groups(YamlValue value) {
        List<YamlValue> items = items(value);
        return IntStream.range(0, items.size())
                .mapToObj(i -> OptionBinder.bind(spec.nested(), mapping(items.get(i)), path + "[" + i + "]", all)).toList();
    }

    private Map<String, List<String>> textsByName(YamlValue value) {
        OptionSpec each = new OptionSpec(spec.name(), OptionType.TEXTS, Optional.empty(), true, spec.description(), List.of(), List.of(),
                Optional.empty(), spec.files(), "");
        Map<String, List<String>> texts = new LinkedHashMap<>();
        mapping(value).entries().forEach((name, entry) -> texts.put(name, ((List<?>) of(each, entry.value(), entry.place(), path + "."
                + name, all)).stream().map(String.class::cast).toList()));
        return Collections.unmodifiableMap(texts);
    }

    private Mapping mapping(YamlValue value) {
        if (value instanceof Mapping mapping) {
            return mapping;
        }
        throw wrong(value);
    }

    private List<YamlValue> items(YamlValue value) {
        if (value instanceof Sequence sequence) {
            return sequence.items();
        }
        throw wrong(value);
    }

    private <T> T placed(Supplier<T> action) {
        try {
            return action.get();
        } catch (GrowthException e) {
            throw refuse(path + ": " + e.getMessage());
        }
    }

    private GrowthException wrong(YamlValue value) {
        if (value instanceof Scalar scalar && (scalar.kind() == Scalar.Kind.NULL || scalar.text().isEmpty())) {
            return refuse(path + " is empty; give " + expected() + " or leave it out");
        }
        return refuse(path + " must be " + expected() + ", not " + value.words() + ValueAdvice.of(spec, value));
    }

    private String expected() {
        boolean countable = spec.type() != OptionType.FLAG && spec.type() != OptionType.TEXT;
        if (spec.type() == OptionType.TEXTS_BY_NAME) {
            return spec.type().words() + ", {NAME: [...]}";
        }
        return countable ? "a " + spec.type().words() : spec.type().words();
    }

    private GrowthException refuse(String message) {
        return OptionBinder.refuse(place, message);
    }
}
