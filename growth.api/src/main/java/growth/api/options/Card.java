package growth.api.options;

import java.util.List;
import java.util.Objects;

/**
 * What every plug-in says of itself; help texts, listings and documentation are printed from it.
 *
 * @param name    its name in run files
 * @param title   what it does, in one sentence
 * @param paper   where it comes from: authors, year, title, section or equation
 * @param options its options
 */
public record Card(String name, String title, String paper, List<OptionSpec> options) {
    public Card {
        Objects.requireNonNull(name);
        Objects.requireNonNull(title);
        Objects.requireNonNull(paper);
        options = List.copyOf(options);
    }
}
