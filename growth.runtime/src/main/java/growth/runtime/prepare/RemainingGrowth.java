package growth.runtime.prepare;

import growth.api.model.ModelShape;
import growth.api.schedule.Decision;
import growth.api.schedule.RunningSchedule;
import growth.runtime.checkpoint.RunState;
import growth.runtime.plugins.PluginKind;
import growth.runtime.run.GrowthSettings;
import growth.runtime.run.RunFile;
import growth.runtime.run.TimeScale;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The part of a run's growth that is still to come when the run begins or resumes. Plug-ins that the run no longer needs need not be
 * installed.
 *
 * @param run  the run
 * @param from what it goes on from; empty: it begins
 * @param log  takes a line about each plug-in that is missing and not needed
 */
record RemainingGrowth(RunFile run, Optional<RunState> from, Consumer<String> log) {

    /** Returns whether the run begins. */
    boolean fromTheBeginning() {
        return from.isEmpty();
    }

    /** Returns whether the run asks its schedule. */
    boolean asksSchedule(PinnedPlugins plugins) {
        if (run.growth().isEmpty()) {
            return false;
        }
        String name = run.growth().get().schedule().name();
        return !over() || there(plugins, PluginKind.SCHEDULE, name);
    }

    /**
     * Checks what is still to come, and takes the run's operator if it is needed or there.
     *
     * @return whether all that the run file names is there
     * @throws growth.api.GrowthException with the place
     */
    boolean check(RunningSchedule schedule, ModelShape target, StageChecks checks, RunOperators operators, PinnedPlugins plugins,
            TimeScale scale) {
        int made = from.map(state -> state.progress().stage()).orElse(0);
        boolean needed = run.growth().isPresent() && needed(schedule.growths(), made);
        if (needed) {
            operators.lease(Optional.empty());
        }
        boolean whole = needed || run.growth().map(GrowthSettings::operator).map(o -> there(plugins, PluginKind.OPERATOR, o.name()))
                .orElse(true);
        if (run.growth().isEmpty() || !over()) {
            checks.check(schedule, target, scale, made);
        }
        return whole;
    }

    private boolean over() {
        return from.filter(RunState::grown).isPresent();
    }

    /** A schedule that does not say what it will ask for may ask for anything. */
    private boolean needed(List<Decision.Grow> growths, int made) {
        String own = run.growth().orElseThrow().operator().name();
        return !over() && (growths.isEmpty()
                || growths.stream().skip(made).anyMatch(growth -> growth.operator().map(own::equals).orElse(true)));
    }

    private boolean there(PinnedPlugins plugins, PluginKind kind, String name) {
        boolean there = plugins.installed(kind, name);
        if (!there) {
            log.accept(kind.words() + " '" + name + "' is not installed; the run no longer needs it and continues without it");
        }
        return there;
    }
}
