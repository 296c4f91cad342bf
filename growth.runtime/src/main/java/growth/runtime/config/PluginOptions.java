package growth.runtime.config;

import growth.api.options.Card;
import growth.api.options.GivenOptions;
import growth.api.options.Options;
import growth.runtime.config.YamlValue.Mapping;
import java.util.List;

/** Options of a plug-in that do not come from a run file. */
public final class PluginOptions {
    private PluginOptions() {
    }

    /**
     * @param card  the plug-in's
     * @param pairs {@code name=value}, values as in run files; what is left out has its default
     * @return the values
     * @throws growth.api.GrowthException (CONFIGURATION) that says which pair is wrong
     */
    public static Options of(Card card, List<String> pairs) {
        return bind(card, Overrides.apply(Overrides.empty(card.name()), pairs, "--set"));
    }

    /**
     * As {@link #of(Card, List)}, for values that another command-line option stands for.
     *
     * @param place that option, e.g. {@code --data}
     */
    public static Options at(String place, Card card, List<String> pairs) {
        return bind(card, Overrides.at(Overrides.empty(card.name()), pairs, place));
    }

    private static Options bind(Card card, Mapping written) {
        return of(card, OptionBinder.bind(card.options(), Defaults.fill(card.options(), written), card.name()));
    }

    /** @return checked values as the plug-in reads them */
    public static Options of(Card card, GivenOptions given) {
        return card.record().map(given::as).orElseGet(given::untyped);
    }
}
