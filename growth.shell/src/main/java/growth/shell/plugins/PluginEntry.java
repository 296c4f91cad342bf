package growth.shell.plugins;

import growth.api.operator.OperatorCard;
import growth.runtime.plugins.PluginInfo;
import java.util.Optional;

/**
 * An installed plug-in with everything it says of itself.
 *
 * @param info     the catalogue's entry
 * @param operator what an operator says beyond its card; empty for others, and for operators that cannot be asked
 * @param grows    what an operator grows, e.g. {@code depth, width}; empty for others, and where that is not known
 */
public record PluginEntry(PluginInfo info, Optional<OperatorCard> operator, String grows) {
}
