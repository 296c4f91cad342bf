package growth.runtime.config;

import growth.api.options.Card;
import growth.api.options.Options;
import growth.runtime.config.YamlValue.Mapping;
import java.util.List;

/** Options of a plug-in that do not come from a run file. */
public final class PluginOptions {
    private PluginOptions() {
    }

    /**
     * @param card  the plug-in's
     * @param pairs {@code name=value}, values as in run files; omitted options have their defaults
     * @return the values
     * @throws growth.api.GrowthException (CONFIGURATION) that says which pair is wrong
     */
    public static Options of(Card card, List<String> pairs) {
        Mapping written = Overrides.apply(Overrides.empty(card.name()), pairs, "--set");
        return OptionBinder.bind(card.options(), Defaults.fill(card.options(), written), card.name()).as(card.record());
    }
}
