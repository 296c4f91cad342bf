package growth.runtime.plugins;

import growth.api.GrowthException;
import growth.api.RequireGrowth;
import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.suite.EvaluationSuite;
import growth.runtime.plugins.DeclaredPlugins.Declared;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.plugins.guard.PlainCards;
import growth.runtime.plugins.guard.PlainText;
import growth.runtime.plugins.guard.PluginCalls;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The catalogue as a whiteboard: plug-ins appear when they register services and disappear when they unregister and no call is inside
 * them. Every query waits until the folder of plug-ins has been scanned, so that a command sees all plug-ins at once; a plug-in that is
 * missing while jars are being installed is looked up again afterwards.
 */
@Component(configurationPid = PluginSettings.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Capability(namespace = RequireGrowth.NAMESPACE, name = RequireGrowth.NAME, version = RequireGrowth.VERSION)
public final class CatalogueComponent implements Catalogue {
    private final BundleContext context;
    private final PluginFolder folder;
    private final ComponentReasons reasons;
    private final DeclaredPlugins declared;
    private final GuardedLeases guarded;
    private final Shelf<GrowthOperator> operators;
    private final Shelf<GrowthSchedule> schedules;
    private final Shelf<DataSource> sources;
    private final Shelf<Engine> engines;
    private final Shelf<EvaluationSuite> suites;
    private final Map<PluginKind, Shelf<?>> shelves;

    /**
     * @param context  fetches services
     * @param settings say how long a plug-in that is stopped by hand is waited for
     * @param folder   knows the jars and who uses their bundles
     * @param reasons  knows why components do not work
     * @param guard    watches over calls of plug-ins
     */
    @Activate
    public CatalogueComponent(BundleContext context, PluginSettings settings, @Reference PluginFolder folder,
            @Reference ComponentReasons reasons, @Reference PluginGuard guard) {
        this(context, TimeUnit.SECONDS.toMillis(settings.lease_seconds()), folder, reasons, guard);
    }

    /** @param patience after how many milliseconds it is told that a plug-in that goes is still in use */
    CatalogueComponent(BundleContext context, long patience, PluginFolder folder, ComponentReasons reasons, PluginGuard guard) {
        this.context = context;
        this.folder = folder;
        this.reasons = reasons;
        this.declared = new DeclaredPlugins(context);
        this.guarded = new GuardedLeases(guard, folder);
        BooleanSupplier stopping = () -> context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
        operators = new Shelf<>(PluginKind.OPERATOR, operator -> Optional.of(PlainCards.of(operator.card().card())), patience,
                stopping);
        schedules = new Shelf<>(PluginKind.SCHEDULE, schedule -> Optional.of(PlainCards.of(schedule.card())), patience, stopping);
        sources = new Shelf<>(PluginKind.DATA, source -> Optional.of(PlainCards.of(source.card())), patience, stopping);
        engines = new Shelf<>(PluginKind.ENGINE, engine -> Optional.empty(), patience, stopping);
        suites = new Shelf<>(PluginKind.SUITE, suite -> Optional.of(PlainCards.of(suite.card())), patience, stopping);
        shelves = Map.of(PluginKind.OPERATOR, operators, PluginKind.SCHEDULE, schedules, PluginKind.DATA, sources, PluginKind.ENGINE,
                engines, PluginKind.SUITE, suites);
    }

    @Reference(service = GrowthOperator.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addOperator(ServiceReference<GrowthOperator> reference) {
        add(operators, reference);
    }

    void removeOperator(ServiceReference<GrowthOperator> reference) {
        operators.remove(reference);
    }

    @Reference(service = GrowthSchedule.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSchedule(ServiceReference<GrowthSchedule> reference) {
        add(schedules, reference);
    }

    void removeSchedule(ServiceReference<GrowthSchedule> reference) {
        schedules.remove(reference);
    }

    @Reference(service = DataSource.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(ServiceReference<DataSource> reference) {
        add(sources, reference);
    }

    void removeSource(ServiceReference<DataSource> reference) {
        sources.remove(reference);
    }

    @Reference(service = Engine.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addEngine(ServiceReference<Engine> reference) {
        add(engines, reference);
    }

    void removeEngine(ServiceReference<Engine> reference) {
        engines.remove(reference);
    }

    @Reference(service = EvaluationSuite.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSuite(ServiceReference<EvaluationSuite> reference) {
        add(suites, reference);
    }

    void removeSuite(ServiceReference<EvaluationSuite> reference) {
        suites.remove(reference);
    }

    private <T> void add(Shelf<T> shelf, ServiceReference<T> reference) {
        PluginKind kind = shelf.kind();
        shelf.add(new Offer<>(context, folder.holds(), reference, kind.property(), reasons::whyNothing, guarded.ways(kind)));
    }

    @Override
    public List<PluginInfo> plugins(PluginKind kind) {
        Shelf<?> shelf = shelves.get(kind);
        if (shelf == null) {
            return List.of();
        }
        folder.awaitFirstLook();
        List<PluginInfo> all = new ArrayList<>(shelf.list());
        // Looked at afterwards: that a component cannot be made turns out when it is asked for its card.
        List<PluginJar> brokenJars = folder.jars().stream().filter(PluginJar::broken).toList();
        List<Long> broken = brokenJars.stream().map(PluginJar::bundleId).toList();
        List<String> brokenBundles = brokenJars.stream().map(CatalogueComponent::bundle).toList();
        all.removeIf(info -> !info.usable() && brokenBundles.contains(info.bundle()));
        declared.of(kind).stream()
                .filter(d -> !shelf.offers(d.name(), d.bundleName()) && !broken.contains(d.bundle().getBundleId())
                        && !isArriving(d.bundle()) && !folder.holds().retired(d.bundle()))
                .forEach(d -> all.add(new PluginInfo(kind, d.name(), d.bundleName(), reason(kind, d), false, Optional.empty())));
        all.sort(Comparator.comparing(PluginInfo::name));
        return List.copyOf(all);
    }

    @Override
    public List<PluginInfo> broken() {
        return folder.jars().stream().filter(PluginJar::broken).map(jar -> {
            String file = PlainText.of(jar.file().getFileName().toString());
            return new PluginInfo(kind(jar), file, bundle(jar), PlainText.of(jar.reason()), false, Optional.empty());
        }).toList();
    }

    private static String bundle(PluginJar jar) {
        return PlainText.of(jar.symbolicName().isEmpty() ? jar.file().getFileName().toString() : jar.symbolicName() + " " + jar.version());
    }

    /** Returns the kind of a broken jar according to its manifest; by default an operator, as most plug-ins are. */
    private PluginKind kind(PluginJar jar) {
        return Arrays.stream(PluginKind.values())
                .filter(kind -> declared.of(kind).stream().anyMatch(d -> d.bundle().getBundleId() == jar.bundleId()))
                .findFirst().orElse(PluginKind.OPERATOR);
    }

    @Override
    public Lease<GrowthOperator> operator(String name) {
        return lease(operators, name, Guarded::operator);
    }

    @Override
    public Lease<GrowthSchedule> schedule(String name) {
        return lease(schedules, name, Guarded::schedule);
    }

    @Override
    public Lease<DataSource> data(String kind) {
        return lease(sources, kind, Guarded::source);
    }

    @Override
    public Lease<Engine> engine(String name) {
        return lease(engines, name, Guarded::engine);
    }

    @Override
    public String defaultEngine() {
        folder.awaitFirstLook();
        return engines.first().or(() -> folder.settle() ? engines.first() : Optional.empty())
                .orElseThrow(() -> new GrowthException(GrowthException.Kind.MISSING_PLUGIN, "no engine is installed, so nothing computes; "
                        + plugins(PluginKind.ENGINE).stream().map(info -> "'" + info.name() + "': " + info.state()).findFirst()
                        .orElse("install it again")));
    }

    @Override
    public Lease<EvaluationSuite> suite(String name) {
        return lease(suites, name, Guarded::suite);
    }

    @Override
    public <T> Optional<Lease<T>> hold(T plugin) {
        Bundle bundle = FrameworkUtil.getBundle(plugin.getClass());
        return folder.holds().hold(bundle).map(hold -> new HeldObject<>(plugin, () -> JarDigest.origin(bundle),
                () -> folder.holds().release(bundle, hold)));
    }

    @Override
    public void settle() {
        folder.settle();
    }

    private <T> Lease<T> lease(Shelf<T> shelf, String name, BiFunction<T, PluginCalls, T> behindTheGuard) {
        folder.awaitFirstLook();
        Lease<T> lease;
        try {
            lease = shelf.lease(name, missing -> whyMissing(shelf.kind(), missing));
        } catch (GrowthException e) {
            if (!folder.settle()) {
                throw e;
            }
            lease = shelf.lease(name, missing -> whyMissing(shelf.kind(), missing));
        }
        return guarded.of(shelf.kind(), name, lease, behindTheGuard);
    }

    private Optional<String> whyMissing(PluginKind kind, String name) {
        return declared.of(kind).stream().filter(d -> d.name().equals(name) && !folder.holds().retired(d.bundle())).findFirst()
                .map(d -> d.bundleName() + " promises it, but " + reason(kind, d));
    }

    /** Whether a jar of the folder is just being installed or replaced: its services follow in a moment. */
    private boolean isArriving(Bundle bundle) {
        return JarDigest.isPlugin(bundle) && folder.jars().stream().noneMatch(jar -> jar.bundleId() == bundle.getBundleId());
    }

    private String reason(PluginKind kind, Declared promise) {
        if (isArriving(promise.bundle())) {
            return "it is just being installed; try again";
        }
        Optional<String> jar = folder.jars().stream().filter(j -> j.broken() && j.bundleId() == promise.bundle().getBundleId())
                .map(PluginJar::reason)
                .findFirst();
        return jar.orElseGet(() -> {
            String reason = reasons.of(promise.bundle());
            return reason.isEmpty() ? reasons.whyNoService(promise.bundle(), kind.service().getName(), kind.property()) : reason;
        });
    }
}
