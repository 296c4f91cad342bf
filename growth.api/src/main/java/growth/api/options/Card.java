package growth.api.options;

import growth.api.GrowthException;
import java.util.List;
import java.util.Objects;

/**
 * Describes a plug-in; help texts, listings and documentation are printed from it.
 *
 * @param name   its name in run files
 * @param title  what it does, in one sentence
 * @param paper  where it comes from: authors, year, title, section or equation
 * @param record the record that declares its options by {@link Option}
 */
public record Card(String name, String title, String paper, Class<? extends Record> record) {
    /** Makes the card of a plug-in without options. */
    public Card(String name, String title, String paper) {
        this(name, title, paper, Options.None.class);
    }

    /**
     * Checks the declaration of the options.
     *
     * @throws GrowthException (FAILING_PLUGIN) that names the record and its component, if the declaration is wrong
     */
    public Card {
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(paper);
        DeclaredOptions.of(record);
    }

    /** Returns the plug-in's options. */
    public List<OptionSpec> options() {
        return DeclaredOptions.of(record).specs();
    }

    /**
     * Returns the options of a plug-in that is given none.
     *
     * @throws GrowthException (CONFIGURATION) if one must be given
     */
    public Options defaults() {
        return Options.of(DeclaredOptions.of(record).defaults(name));
    }
}
