package growth.runtime.plugins.guard;

import growth.runtime.plugins.PluginSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Watches over calls of plug-ins: what their limits are, and whether the user wants an end meanwhile. */
@Component(service = PluginGuard.class, configurationPid = PluginSettings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class PluginGuard {
    private static final BooleanSupplier NEVER = () -> false;
    private final ThreadLocal<BooleanSupplier> stop = ThreadLocal.withInitial(() -> NEVER);
    private final Limits limits;
    private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();

    /** @param settings name the limits */
    @Activate
    public PluginGuard(PluginSettings settings) {
        this(Limits.of(settings));
    }

    /** @param limits how long calls may take */
    public PluginGuard(Limits limits) {
        this.limits = limits;
    }

    /** Returns how long calls may take. */
    public Limits limits() {
        return limits;
    }

    /**
     * Does something that may call plug-ins. When an end is asked for, a call that is under way is given up after some grace.
     *
     * @param asked whether the user wants an end
     * @return what {@code work} returns
     */
    public <T> T during(BooleanSupplier asked, Supplier<T> work) {
        BooleanSupplier before = stop.get();
        stop.set(before == NEVER || before == asked ? asked : () -> before.getAsBoolean() || asked.getAsBoolean());
        try {
            return work.get();
        } finally {
            stop.set(before);
        }
    }

    /** Returns whether the user wants an end of what this thread does. */
    public boolean stopAsked() {
        return stop.get().getAsBoolean();
    }

    BooleanSupplier stop() {
        return stop.get();
    }

    /**
     * Returns the calls that have been under way for longer than {@code growth.lease.seconds}, or were given up and have not come back; the
     * longest first.
     */
    public List<CallUnderWay> overdue() {
        lanes.removeIf(Lane::over);
        return lanes.stream().map(Lane::underWay).flatMap(Optional::stream)
                .filter(call -> call.givenUp() || call.time().compareTo(limits.watch()) > 0)
                .sorted(Comparator.comparing(CallUnderWay::time).reversed()).toList();
    }

    void watch(Lane lane) {
        lanes.add(lane);
    }

    void forget(Lane lane) {
        lanes.remove(lane);
    }

    /** Returns the way to a plug-in, to be closed when it is no longer needed. */
    public PluginCalls calls(Plugin plugin) {
        return new PluginCalls(plugin, this);
    }
}
