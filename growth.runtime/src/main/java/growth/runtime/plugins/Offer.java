package growth.runtime.plugins;

import growth.api.GrowthException;
import growth.runtime.plugins.guard.PlainText;
import growth.runtime.plugins.guard.PluginCalls;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plug-in that a bundle offers as a service. The service is fetched only when it is used, so that one that cannot be made is still
 * listed.
 *
 * @param <T> the service's type
 */
final class Offer<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Offer.class);
    private final BundleContext context;
    private final BundleHolds holds;
    private final ServiceReference<T> reference;
    private final String name;
    private final Bundle offering;
    private final String bundle;
    private final Function<Bundle, String> reasons;
    private final OfferRank rank;
    private final PluginCalls calls;
    private final LeaseGate gate = new LeaseGate();

    /**
     * @param context   fetches the service
     * @param holds     knows who uses which bundle
     * @param reference the service
     * @param property  the service property that holds its name
     * @param reasons   why a bundle's components are not at work, in words; empty if nothing is known
     * @param ways      finds the way to the plug-in by its name and bundle
     */
    Offer(BundleContext context, BundleHolds holds, ServiceReference<T> reference, String property, Function<Bundle, String> reasons,
            BiFunction<String, Bundle, PluginCalls> ways) {
        this.context = context;
        this.holds = holds;
        this.reference = reference;
        this.reasons = reasons;
        this.name = PlainText.of(String.valueOf(reference.getProperty(property)));
        this.offering = reference.getBundle();
        this.bundle = offering == null ? "unknown" : offering.getSymbolicName() + " " + offering.getVersion();
        this.rank = offering == null ? new OfferRank(false, Version.emptyVersion, "", -1) : OfferRank.of(offering);
        this.calls = ways.apply(name, offering);
    }

    ServiceReference<T> reference() {
        return reference;
    }

    String name() {
        return name;
    }

    /** Returns the symbolic name and version of the bundle. */
    String bundle() {
        return bundle;
    }

    /** Returns its place among offers of one name. */
    OfferRank rank() {
        return rank;
    }

    /** Returns its service ranking. */
    int ranking() {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    /** Returns whether its bundle serves only those that hold it already. */
    boolean retired() {
        return holds.retired(offering);
    }

    /** Returns whether somebody uses its bundle. */
    boolean held() {
        return holds.held(offering);
    }

    /** Returns who uses its bundle and since when, in words; empty if nobody does. */
    String holders() {
        Map<String, BundleHolds.Hold> first = new LinkedHashMap<>();
        holds.holders(offering).forEach(hold -> first.putIfAbsent(hold.who(), hold));
        return first.values().stream().map(BundleHolds.Hold::toString).collect(Collectors.joining(", "));
    }

    LeaseGate gate() {
        return gate;
    }

    /** Returns the way to the plug-in, for what is asked of it before a run has it. */
    PluginCalls calls() {
        return calls;
    }

    /**
     * Returns the plug-in, held in place.
     *
     * @throws GrowthException (MISSING_PLUGIN) if it is just going, or cannot be made
     */
    Lease<T> lease() {
        Optional<BundleHolds.Hold> hold = enter();
        if (hold.isEmpty()) {
            throw new GrowthException(GrowthException.Kind.MISSING_PLUGIN, "'" + name + "' of " + bundle
                    + " is just being replaced or removed; try again");
        }
        T service;
        try {
            service = calls.askForAny("constructor", () -> context.getService(reference));
        } catch (RuntimeException e) {
            leave(hold.get());
            throw e;
        }
        if (service == null) {
            leave(hold.get());
            throw new GrowthException(GrowthException.Kind.FAILING_PLUGIN, calls.plugin().words() + " cannot be made: " + failure());
        }
        return new HeldObject<>(service, () -> JarDigest.origin(offering), () -> release(hold.get()));
    }

    private Optional<BundleHolds.Hold> enter() {
        Optional<BundleHolds.Hold> hold = offering == null ? Optional.empty() : holds.hold(offering);
        if (hold.isPresent() && !gate.enter()) {
            holds.release(offering, hold.get());
            return Optional.empty();
        }
        return hold;
    }

    private void leave(BundleHolds.Hold hold) {
        gate.leave();
        holds.release(offering, hold);
    }

    private String failure() {
        String known = reasons.apply(offering);
        return known.isEmpty() ? "its component failed" : known;
    }

    private void release(BundleHolds.Hold hold) {
        try {
            calls.letGo("release", this::giveBack);
        } finally {
            leave(hold);
        }
    }

    private void giveBack() {
        try {
            context.ungetService(reference);
        } catch (IllegalStateException e) {
            LOG.debug("the framework has stopped meanwhile and has taken the service back itself", e);
        }
    }
}
