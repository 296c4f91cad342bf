package growth.runtime.prepare;

import growth.api.GrowthException;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.api.options.Options;
import growth.runtime.plugins.PluginKind;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.RunFile;
import java.util.Optional;

/** The operators of one run: its own, or another one that its schedule names for a growth. */
public final class RunOperators {
    private final PinnedPlugins plugins;
    private final RunFile run;

    RunOperators(PinnedPlugins plugins, RunFile run) {
        this.plugins = plugins;
        this.run = run;
    }

    /**
     * @param other another operator than the run's, by name; it gets its default options
     * @return the operator with options and policies, the same one to the end of the run
     * @throws GrowthException (MISSING_PLUGIN) with the place, if it is not installed; (CONFIGURATION) if the run file does not grow
     */
    public LeasedOperator lease(Optional<String> other) {
        GrowthSettings growth = run.growth().orElseThrow(() -> new GrowthException(GrowthException.Kind.CONFIGURATION,
                run.file() + ": the run has no growth section, so it cannot grow"));
        boolean own = other.isEmpty() || other.get().equals(growth.operator().name());
        String place = own ? growth.operator().place() : growth.schedule().place();
        String name = own ? growth.operator().name() : other.get();
        GrowthOperator operator = GrowthException.placed(place, () -> plugins.operator(name));
        OperatorCard card = operator.card();
        Options options = own ? growth.operator().options() : card.card().defaults();
        return new LeasedOperator(operator, plugins.origin(PluginKind.OPERATOR, name), options,
                growth.policies().optimizerState().orElse(card.optimizerState()),
                growth.policies().learningRate().orElse(card.learningRate()), place);
    }

    /** Returns the plug-ins of the run. */
    PinnedPlugins plugins() {
        return plugins;
    }

    /** Returns whether that operator, or the run's own, is installed. */
    public boolean installed(Optional<String> other) {
        return run.growth().isPresent()
                && plugins.installed(PluginKind.OPERATOR, other.orElseGet(() -> run.growth().get().operator().name()));
    }
}
