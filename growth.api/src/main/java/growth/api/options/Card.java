package growth.api.options;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What every plug-in says of itself; help texts, listings and documentation are printed from it.
 *
 * @param name    its name in run files
 * @param title   what it does, in one sentence
 * @param paper   where it comes from: authors, year, title, section or equation
 * @param options its options
 * @param record  the record that declares them
 */
public record Card(String name, String title, String paper, List<OptionSpec> options, Optional<Class<? extends Record>> record) {
    /** A card of a plug-in without options. */
    public Card(String name, String title, String paper) {
        this(name, title, paper, List.of(), Optional.empty());
    }

    /** A card of a plug-in whose options are declared one by one. */
    public Card(String name, String title, String paper, List<OptionSpec> options) {
        this(name, title, paper, options, Optional.empty());
    }

    /** A card of a plug-in whose options are a record. */
    public Card(String name, String title, String paper, Class<? extends Record> record) {
        this(name, title, paper, DeclaredOptions.of(record).specs(), Optional.of(record));
    }

    public Card {
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(paper);
        options = List.copyOf(options);
    }
}
