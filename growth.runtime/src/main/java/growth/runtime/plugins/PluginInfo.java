package growth.runtime.plugins;

import growth.api.options.Card;
import java.util.Optional;

/**
 * One entry of the catalogue.
 *
 * @param kind    what it is
 * @param name    its name in run files; for a jar that offers nothing usable, its file name
 * @param bundle  symbolic name and version of its bundle, or the jar's file name if it could not be installed
 * @param state   {@code active}, or why it cannot be used, in words
 * @param usable  whether a run can use it
 * @param card    what it says of itself, if it can be asked
 */
public record PluginInfo(PluginKind kind, String name, String bundle, String state, boolean usable, Optional<Card> card) {
}
