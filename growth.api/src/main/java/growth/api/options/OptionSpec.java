package growth.api.options;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One declared option, as {@link DeclaredOptions} reads it from a record: validation with file and line, help texts and documentation
 * come from it.
 *
 * @param name         lower-case words joined by hyphens, as run files write it
 * @param type         what its value is
 * @param defaultValue the default as a run file would write it; empty if the option is required or its absence has a meaning of its own
 * @param required     whether it must be given
 * @param description  one sentence with units
 * @param choices      the values of a CHOICE
 * @param nested       the options of a GROUP or of each of GROUPS
 * @param range        which numbers an INTEGER, a NUMBER or each of NUMBERS may be; empty: any (an INTEGER: any of 32 bits)
 * @param files        whether a TEXT or TEXTS names files or folders, whose contents count and not their location
 * @param unit         what a number counts or measures; empty if the description says it
 */
public record OptionSpec(String name, OptionType type, Optional<String> defaultValue, boolean required, String description,
        List<String> choices, List<OptionSpec> nested, Optional<Range> range, boolean files, String unit) {
    public OptionSpec {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("option names are lower-case words joined by hyphens, not '" + name + "'");
        }
        Objects.requireNonNull(type);
        if (description.isBlank()) {
            throw new IllegalArgumentException("option " + name + " needs a description");
        }
        choices = List.copyOf(choices);
        nested = List.copyOf(nested);
        if ((type == OptionType.CHOICE) == choices.isEmpty()
                || (type == OptionType.GROUP || type == OptionType.GROUPS) == nested.isEmpty()) {
            throw new IllegalArgumentException("option " + name + ": a choice needs choices, a group needs options, others need neither");
        }
        if (range.isPresent() && type != OptionType.INTEGER && type != OptionType.NUMBER && type != OptionType.NUMBERS) {
            throw new IllegalArgumentException("option " + name + ": only numbers have a range");
        }
        if (files && type != OptionType.TEXT && type != OptionType.TEXTS && type != OptionType.TEXTS_BY_NAME) {
            throw new IllegalArgumentException("option " + name + ": only texts name files");
        }
        if (!unit.isEmpty() && type != OptionType.INTEGER && type != OptionType.NUMBER && type != OptionType.NUMBERS) {
            throw new IllegalArgumentException("option " + name + ": only numbers have a unit");
        }
        if (required && defaultValue.isPresent()) {
            throw new IllegalArgumentException("option " + name + " is required, so its default would never be used");
        }
    }

    /** Returns an option that must be given. */
    public static OptionSpec required(String name, OptionType type, String description) {
        return new OptionSpec(name, type, Optional.empty(), true, description, List.of(), List.of(), Optional.empty(), false, "");
    }

    /** Returns a group of options. */
    public static OptionSpec group(String name, boolean required, String description, List<OptionSpec> nested) {
        return new OptionSpec(name, OptionType.GROUP, Optional.empty(), required, description, List.of(), nested, Optional.empty(), false,
                "");
    }

    /** Returns a group of options that has its defaults where it is not written. */
    public static OptionSpec groupOfDefaults(String name, String description, List<OptionSpec> nested) {
        return new OptionSpec(name, OptionType.GROUP, Optional.of("{}"), false, description, List.of(), nested, Optional.empty(), false,
                "");
    }

    /** Returns the accepted values: the choices, or the name of the type. */
    public String valueWords() {
        return choices.isEmpty() ? type.words() + (unit.isEmpty() ? "" : " of " + unit) : String.join(" | ", choices);
    }

    /** Returns the default, or that there is none. */
    public String defaultWords() {
        return required ? "(required)" : defaultValue.orElse("-");
    }

    /** Returns this option with its numbers restricted. */
    public OptionSpec in(Range numbers) {
        return new OptionSpec(name, type, defaultValue, required, description, choices, nested, Optional.of(numbers), files, unit);
    }
}
