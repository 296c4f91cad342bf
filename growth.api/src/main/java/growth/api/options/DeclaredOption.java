package growth.api.options;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;

/**
 * A component of a record of options: one option, or all options of an included record.
 *
 * @param component    the component
 * @param type         what its values are
 * @param specs        the option, or those of the included record
 * @param defaultValue the default, as {@link GivenOptions} holds it
 */
record DeclaredOption(RecordComponent component, OptionClass type, List<OptionSpec> specs, Optional<Object> defaultValue) {
    /** @throws IllegalArgumentException in words if the declaration is wrong */
    static DeclaredOption of(RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        boolean included = component.isAnnotationPresent(Included.class);
        if ((option == null) != included) {
            throw new IllegalArgumentException("is annotated with " + (included ? "both @Option and @Included; one of them is right"
                    : "neither @Option nor @Included"));
        }
        OptionClass type = OptionClass.of(component.getGenericType());
        if (included) {
            return new DeclaredOption(component, type, type.included(), Optional.empty());
        }
        OptionSpec spec = OptionReader.spec(component.getName(), type, option);
        return new DeclaredOption(component, type, List.of(spec), OptionReader.defaultValue(spec, option));
    }

    private boolean included() {
        return component.isAnnotationPresent(Included.class);
    }

    private OptionSpec spec() {
        return specs.get(0);
    }

    /** Returns the component's value for what was given. */
    Object value(GivenOptions given) {
        if (included()) {
            return DeclaredOptions.of(type.record()).create(given);
        }
        Optional<Object> value = given.value(spec().name()).or(() -> defaultOf(given));
        if (value.isEmpty() && spec().required()) {
            throw new GrowthException(Kind.CONFIGURATION, (given.place().equals(given.name()) ? "" : given.place() + ": ") + given.name()
                    + " needs '" + spec().name() + "' (" + spec().type().words() + "): " + spec().description());
        }
        return type.value(value);
    }

    private Optional<Object> defaultOf(GivenOptions given) {
        return spec().type() == OptionType.GROUP ? defaultValue.map(none -> given.group(spec().name())) : defaultValue;
    }

    /** Returns the component's value in a record. */
    Object read(Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    /** Returns the value of one of the options in a record; empty if it is absent. */
    Optional<Object> read(Record record, String option) {
        Object value = read(record);
        if (included()) {
            return included((Record) value).get((Record) value, option);
        }
        return value instanceof Optional<?> optional ? optional.map(Object.class::cast) : Optional.of(value);
    }

    /** Returns the component's value with another value of one of the options. */
    Object replaced(Record record, String option, Object value) {
        return included() ? included((Record) read(record)).with((Record) read(record), option, value) : type.value(Optional.of(value));
    }

    private static DeclaredOptions<? extends Record> included(Record record) {
        return DeclaredOptions.of(record.getClass());
    }
}
