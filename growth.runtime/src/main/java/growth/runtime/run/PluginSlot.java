package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.options.Card;
import growth.api.options.OptionSpec;
import growth.api.options.OptionType;
import growth.runtime.plugins.PluginKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a run file names a plug-in, or a list of them: a group with its {@code kind} and, beside it, the plug-in's own options. */
enum PluginSlot {
    DATA(PluginKind.DATA, List.of("data"), "where the data come from"),
    SCHEDULE(PluginKind.SCHEDULE, List.of("growth", "schedule"), "when the model grows, and to what"),
    OPERATOR(PluginKind.OPERATOR, List.of("growth", "operator"), "how the grown model is made from the small one"),
    /** A list of groups. */
    SUITES(PluginKind.SUITE, List.of("evaluate", "suites"), "suites of tasks that the model is scored on besides its loss; each a"
            + " group with a kind, or its name alone");

    static final String KIND = "kind";
    private final PluginKind plugins;
    private final List<String> path;
    private final String description;

    PluginSlot(PluginKind plugins, List<String> path, String description) {
        this.plugins = plugins;
        this.path = path;
        this.description = description;
    }

    /** Returns the slot of one plug-in that those keys lead to. */
    static Optional<PluginSlot> at(List<String> path) {
        return single().stream().filter(slot -> slot.path.equals(path)).findFirst();
    }

    /** Returns the slots that hold one plug-in. */
    static List<PluginSlot> single() {
        return Arrays.stream(values()).filter(slot -> !slot.list()).toList();
    }

    /** Returns whether the slot holds a list of plug-ins, which may be left out. */
    boolean list() {
        return this == SUITES;
    }

    /** Returns the last of the keys that lead to the group. */
    String key() {
        return path.get(path.size() - 1);
    }

    PluginKind plugins() {
        return plugins;
    }

    /** Returns the keys that lead to the group. */
    List<String> path() {
        return path;
    }

    String description() {
        return description;
    }

    /** Returns the group's options where that plug-in is chosen; without one only {@code kind}. */
    List<OptionSpec> options(Optional<Card> chosen) {
        List<OptionSpec> options = new ArrayList<>();
        options.add(OptionSpec.required(KIND, OptionType.TEXT, "the " + plugins.words() + "'s name"));
        chosen.ifPresent(card -> options.addAll(card.options()));
        if (options.stream().filter(option -> option.name().equals(KIND)).count() > 1) {
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, plugins.words() + " '" + chosen.get().name()
                    + "' declares an option 'kind', which names the plug-in itself; its author must rename it");
        }
        return options;
    }

    /** Returns the group as an option of its section. */
    OptionSpec declare(Optional<Card> chosen) {
        return list() ? new OptionSpec(key(), OptionType.GROUPS, Optional.empty(), false, description, List.of(), options(chosen),
                Optional.empty(), false, "") : OptionSpec.group(key(), true, description, options(chosen));
    }
}
