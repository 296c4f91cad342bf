package growth.api.options;

import growth.api.TrainingTime;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The Java type of an option.
 *
 * @param item     the class of the value, or of each value of a list
 * @param list     whether it is a list
 * @param named    whether there is such a list for each of several names
 * @param optional whether it is an {@code Optional}
 */
record OptionClass(Class<?> item, boolean list, boolean named, boolean optional) {
    /** @throws IllegalArgumentException in words if no option has this type */
    static OptionClass of(Type type) {
        Optional<Type> absent = argument(type, Optional.class, 0);
        Type present = absent.orElse(type);
        Optional<Type> named = argument(present, Map.class, 0).filter(String.class::equals).flatMap(key -> argument(present, Map.class, 1));
        Type unnamed = named.orElse(present);
        Optional<Type> each = argument(unnamed, List.class, 0);
        if (each.orElse(unnamed) instanceof Class<?> item && (named.isEmpty() || each.isPresent() && item == String.class)) {
            return new OptionClass(item, each.isPresent(), named.isPresent(), absent.isPresent());
        }
        throw unsupported(type);
    }

    private static Optional<Type> argument(Type type, Class<?> generic, int index) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == generic
                ? Optional.of(parameterized.getActualTypeArguments()[index]) : Optional.empty();
    }

    private static IllegalArgumentException unsupported(Type type) {
        return new IllegalArgumentException(type.getTypeName() + " is no type of an option");
    }

    /** @throws IllegalArgumentException in words if no option has this type */
    OptionType type() {
        OptionType single = single();
        if (named) {
            return OptionType.TEXTS_BY_NAME;
        }
        if (!list) {
            return single;
        }
        return switch (single) {
            case NUMBER -> OptionType.NUMBERS;
            case TEXT -> OptionType.TEXTS;
            case GROUP -> OptionType.GROUPS;
            default -> throw new IllegalArgumentException("List<" + item.getSimpleName() + "> is no type of an option");
        };
    }

    private OptionType single() {
        if (item == int.class || item == Integer.class || wide()) {
            return OptionType.INTEGER;
        } else if (item == double.class || item == Double.class) {
            return OptionType.NUMBER;
        } else if (item == boolean.class || item == Boolean.class) {
            return OptionType.FLAG;
        } else if (item == String.class) {
            return OptionType.TEXT;
        } else if (item == TrainingTime.class) {
            return OptionType.TIME;
        } else if (item == ShapeChange.class) {
            return OptionType.SHAPE;
        } else if (item.isEnum()) {
            return OptionType.CHOICE;
        } else if (item.isRecord()) {
            return OptionType.GROUP;
        }
        throw unsupported(item);
    }

    /** Returns whether it is a whole number of 64 bits. */
    boolean wide() {
        return item == long.class || item == Long.class;
    }

    /** Returns the record that a group is made of. */
    Class<? extends Record> record() {
        return item.asSubclass(Record.class);
    }

    /** Returns the options of a group or of each of a list of groups; of other types none. */
    List<OptionSpec> nested() {
        boolean group = type() == OptionType.GROUP || type() == OptionType.GROUPS;
        return group ? DeclaredOptions.of(record()).specs() : List.of();
    }

    /** @throws IllegalArgumentException in words if the type is not a record */
    List<OptionSpec> included() {
        if (list || optional || type() != OptionType.GROUP) {
            throw new IllegalArgumentException("only a record can be included");
        }
        return nested();
    }

    /** Returns the words that run files have for the constants of an enum. */
    List<String> choices() {
        return item.isEnum() ? Arrays.stream(item.getEnumConstants()).map(OptionClass::id).toList() : List.of();
    }

    private static String id(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a given value as the component has it. */
    Object value(Optional<Object> given) {
        Optional<Object> value = given.map(some -> named ? some : list ? ((List<?>) some).stream().map(this::single).toList()
                : single(some));
        return optional ? value : value.orElseThrow();
    }

    private Object single(Object value) {
        if (value instanceof GivenOptions group) {
            return DeclaredOptions.of(record()).create(group);
        }
        if (value instanceof Long number && (item == int.class || item == Integer.class)) {
            return Math.toIntExact(number);
        }
        if (value instanceof String text && item.isEnum()) {
            return Arrays.stream(item.getEnumConstants()).filter(constant -> id(constant).equals(text)).findFirst().orElseThrow();
        }
        return value;
    }
}
