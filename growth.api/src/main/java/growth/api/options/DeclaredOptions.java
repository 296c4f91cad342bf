package growth.api.options;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The options that a record declares by {@link Option} and {@link Included}. The record and its constructor may be of any visibility.
 *
 * @param <R> the record
 */
public final class DeclaredOptions<R extends Record> {
    private final Class<R> type;
    private final List<DeclaredOption> components;

    private DeclaredOptions(Class<R> type, List<DeclaredOption> components) {
        this.type = type;
        this.components = List.copyOf(components);
    }

    /**
     * Reads and checks a declaration.
     *
     * @throws GrowthException (FAILING_PLUGIN) that names the record and its component if the declaration is wrong: a component without
     *                         annotation or of a type that no option has, a default that is not of its type or out of its range
     */
    public static <R extends Record> DeclaredOptions<R> of(Class<R> type) {
        List<DeclaredOption> components = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                DeclaredOption option = DeclaredOption.of(component);
                option.specs().forEach(spec -> {
                    if (!names.add(spec.name())) {
                        throw new IllegalArgumentException("there is another option '" + spec.name() + "'");
                    }
                });
                components.add(option);
            } catch (IllegalArgumentException e) {
                throw wrong(type, "." + component.getName() + ": " + e.getMessage(), e);
            }
        }
        return new DeclaredOptions<>(type, components);
    }

    /** Returns the options, in the order of the record's components. */
    public List<OptionSpec> specs() {
        return components.stream().flatMap(component -> component.specs().stream()).toList();
    }

    /**
     * @param owner whose options they are, for errors
     * @return the record with every default
     * @throws GrowthException (CONFIGURATION) if an option must be given
     */
    public R defaults(String owner) {
        return create(GivenOptions.none(owner, owner));
    }

    /**
     * @return the record with these values, and defaults for the rest
     * @throws GrowthException (CONFIGURATION) if an option is missing or the record refuses its values
     */
    R create(GivenOptions given) {
        return construct(components.stream().map(component -> component.value(given)).toArray(), given);
    }

    private R construct(Object[] arguments, GivenOptions given) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof GrowthException refusal) {
                throw refusal.key().map(option -> refusal.at(given.placeOf(option), option)).orElseGet(() -> refusal.at(given.place()));
            }
            if (e.getCause() instanceof IllegalArgumentException) {
                throw new GrowthException(Kind.CONFIGURATION, e.getCause().getMessage(), e.getCause()).at(given.place());
            }
            throw wrong(type, ": cannot be made: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw wrong(type, ": cannot be made: " + e.getMessage(), e);
        }
    }

    /** Returns the value of an option in a record, without its {@code Optional}; empty if it is absent or not declared. */
    Optional<Object> get(Record record, String option) {
        return find(option).flatMap(component -> component.read(record, option));
    }

    /** Returns the record with another value of an option, of the component's type or as {@link GivenOptions} has it. */
    R with(Record record, String option, Object value) {
        DeclaredOption changed = find(option).orElseThrow(() -> wrong(type, " has no option '" + option + "'", null));
        Object[] arguments = components.stream()
                .map(component -> component == changed ? component.replaced(record, option, value) : component.read(record)).toArray();
        return construct(arguments, GivenOptions.none("options", "options"));
    }

    private Optional<DeclaredOption> find(String option) {
        return components.stream().filter(component -> component.specs().stream().anyMatch(spec -> spec.name().equals(option))).findFirst();
    }

    private static GrowthException wrong(Class<?> type, String message, Throwable cause) {
        return new GrowthException(Kind.FAILING_PLUGIN, type.getSimpleName() + message, cause);
    }
}
