package growth.runtime.plugins;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import growth.api.GrowthException;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorCard;
import growth.api.operator.OperatorName;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteName;
import growth.formats.digest.Sha256;
import growth.runtime.fake.Faulty;
import growth.runtime.fake.ToyOperator;
import growth.runtime.fake.ToySchedule;
import growth.runtime.fake.ToySuite;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import growth.testing.BundleJar;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Services of a real framework, handed to the catalogue as Declarative Services would. */
class CatalogueTest extends FolderFixture {
    private CatalogueComponent catalogue;
    private final List<PluginJar> jars = new ArrayList<>();
    private final BundleHolds holds = new BundleHolds();
    private BooleanSupplier arriving = () -> false;

    @BeforeEach
    void start() {
        PluginFolder installed = new PluginFolder() {
            @Override
            public Path path() {
                return plugins;
            }

            @Override
            public List<PluginJar> jars() {
                return jars;
            }

            @Override
            public BundleHolds holds() {
                return holds;
            }

            @Override
            public void awaitFirstLook() {
                // The jars of these tests are installed by hand.
            }

            @Override
            public boolean settle() {
                return arriving.getAsBoolean();
            }
        };
        catalogue = new CatalogueComponent(framework.context(), 60_000, installed, new ComponentReasons(new NoComponents()),
                new PluginGuard(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMillis(200))));
    }

    private Bundle bundle(String name, Map<String, String> headers) throws IOException, BundleException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Bundle-SymbolicName", name);
        all.put("Bundle-Version", "1.2.3");
        Path jar = BundleJar.write(temporary.resolve(name + ".jar"), all);
        Bundle bundle = framework.context().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    /** A bundle as the folder of plug-ins installs it. */
    private Bundle plugIn(String name, String version, Map<String, String> headers) throws IOException, BundleException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Bundle-SymbolicName", name);
        all.put("Bundle-Version", version);
        Path jar = BundleJar.write(temporary.resolve(name + version + ".jar"), all);
        try (InputStream content = Files.newInputStream(jar)) {
            return framework.context().installBundle("growth-plugin:" + Sha256.of(jar), content);
        }
    }

    private Bundle plugIn(String name, String version) throws IOException, BundleException {
        Bundle bundle = plugIn(name, version, Map.of());
        bundle.start();
        return bundle;
    }

    private ServiceReference<GrowthOperator> offer(Bundle bundle, String name, GrowthOperator operator) {
        ServiceReference<GrowthOperator> reference = bundle.getBundleContext()
                .registerService(GrowthOperator.class, operator, named(OperatorName.PROPERTY, name)).getReference();
        catalogue.addOperator(reference);
        return reference;
    }

    private static Dictionary<String, Object> named(String property, String name) {
        return new Hashtable<>(Map.of(property, name));
    }

    /** Offers an operator that is made when it is asked for. */
    private void offerMade(Bundle bundle, String name, Supplier<GrowthOperator> making, Runnable givenBack) {
        ServiceFactory<GrowthOperator> factory = new ServiceFactory<>() {
            @Override
            public GrowthOperator getService(Bundle asking, ServiceRegistration<GrowthOperator> registration) {
                return making.get();
            }

            @Override
            public void ungetService(Bundle asking, ServiceRegistration<GrowthOperator> registration, GrowthOperator service) {
                givenBack.run();
            }
        };
        catalogue.addOperator(bundle.getBundleContext()
                .registerService(GrowthOperator.class, factory, named(OperatorName.PROPERTY, name)).getReference());
    }

    @Test
    void whatIsBoundTwiceIsThereOnce() throws IOException, BundleException {
        ServiceReference<GrowthOperator> reference = offer(plugIn("twice", "1.0.0"), "twice", new ToyOperator("twice"));
        catalogue.addOperator(reference);
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).singleElement().satisfies(info -> assertThat(info.usable()).isTrue());
        catalogue.removeOperator(reference);
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).isEmpty();
    }

    @Test
    void plugInsAppearWithTheirCardsAndGoAgain() throws Exception {
        Bundle a = bundle("a.ops", Map.of());
        ServiceReference<GrowthOperator> stack = offer(a, "stack", new ToyOperator("stack"));
        offer(a, "identity", new ToyOperator("identity"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR))
                .extracting(PluginInfo::name, PluginInfo::bundle, PluginInfo::state, PluginInfo::usable)
                .containsExactly(tuple("identity", "a.ops 1.2.3", "active", true),
                        tuple("stack", "a.ops 1.2.3", "active", true));
        assertThat(catalogue.plugins(PluginKind.OPERATOR).get(0).card().orElseThrow().title()).isEqualTo("Grows depth.");
        try (Lease<GrowthOperator> lease = catalogue.operator("stack")) {
            assertThat(lease.get().card().card().name()).isEqualTo("stack");
            assertThat(lease.origin().name()).isEqualTo("a.ops 1.2.3");
            assertThat(lease.origin().sha256()).isEqualTo(Sha256.of(temporary.resolve("a.ops.jar")));
        }
        catalogue.removeOperator(stack);
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name).containsExactly("identity");
        assertThat(catalogue.plugins(PluginKind.ENGINE)).isEmpty();
    }

    @Test
    void kindsAreKeptApart() throws Exception {
        Bundle a = bundle("a.ops", Map.of());
        ServiceRegistration<GrowthSchedule> registration =
                a.getBundleContext().registerService(GrowthSchedule.class, new ToySchedule(), named(ScheduleName.PROPERTY, "hop"));
        catalogue.addSchedule(registration.getReference());
        assertThat(catalogue.plugins(PluginKind.SCHEDULE)).extracting(PluginInfo::name).containsExactly("hop");
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).isEmpty();
        try (Lease<GrowthSchedule> lease = catalogue.schedule("hop")) {
            assertThat(lease.get().card().name()).isEqualTo("hop");
        }
        ServiceRegistration<EvaluationSuite> suite =
                a.getBundleContext().registerService(EvaluationSuite.class, new ToySuite("toys"), named(SuiteName.PROPERTY, "toys"));
        catalogue.addSuite(suite.getReference());
        assertThat(catalogue.plugins(PluginKind.SUITE)).extracting(PluginInfo::name, PluginInfo::usable)
                .containsExactly(tuple("toys", true));
        try (Lease<EvaluationSuite> lease = catalogue.suite("toys")) {
            assertThat(lease.get().card().title()).isEqualTo("Counts on.");
        }
        assertThatThrownBy(() -> catalogue.suite("toy"))
                .hasMessage("suite 'toy' is not installed; did you mean 'toys'? installed: toys");
        catalogue.removeSuite(suite.getReference());
        assertThat(catalogue.plugins(PluginKind.SUITE)).isEmpty();
    }

    @Test
    void whatIsNotInstalledIsMissedByName() throws Exception {
        assertMissing("stack", "operator 'stack' is not installed; none is installed");
        Bundle a = bundle("a.ops", Map.of());
        offer(a, "stack", new ToyOperator("stack"));
        offer(a, "identity", new ToyOperator("identity"));
        assertMissing("stak", "operator 'stak' is not installed; did you mean 'stack'? installed: identity, stack");
        assertMissing("learned", "operator 'learned' is not installed; installed: identity, stack");
        assertThatThrownBy(() -> catalogue.engine("gpu")).hasMessage("engine 'gpu' is not installed; none is installed");
        assertThatThrownBy(() -> catalogue.data("text")).hasMessage("data source 'text' is not installed; none is installed");
    }

    private void assertMissing(String name, String message) {
        assertRefused(GrowthException.Kind.MISSING_PLUGIN, () -> catalogue.operator(name)).isEqualTo(message);
    }

    private String serving(String name) {
        try (Lease<GrowthOperator> lease = catalogue.operator(name)) {
            return lease.origin().name();
        }
    }

    @Test
    void ofTwoVersionsTheHighestServesAndTheListingSaysSo() throws Exception {
        offer(plugIn("sandwich", "1.10.0"), "sandwich", new ToyOperator("sandwich"));
        offer(plugIn("sandwich", "1.9.0"), "sandwich", new ToyOperator("sandwich"));
        assertThat(serving("sandwich")).isEqualTo("sandwich 1.10.0");
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::bundle, PluginInfo::usable, PluginInfo::state)
                .containsExactly(tuple("sandwich 1.10.0", true, "active"),
                        tuple("sandwich 1.9.0", false, "not used: sandwich 1.10.0 is newer and serves new runs"));
    }

    @Test
    void aVersionThatDoesNotWorkLeavesTheNameToTheOneBefore() throws Exception {
        offer(plugIn("sandwich", "1.0.0"), "sandwich", new ToyOperator("sandwich"));
        offer(plugIn("sandwich", "2.0.0"), "sandwich", failing(new IllegalStateException("no words")));
        assertThat(serving("sandwich")).isEqualTo("sandwich 1.0.0");
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::bundle, PluginInfo::usable)
                .containsExactlyInAnyOrder(tuple("sandwich 1.0.0", true), tuple("sandwich 2.0.0", false));
    }

    @Test
    void aPlugInNeverDisablesWhatTheInstallationOffers() throws Exception {
        offer(plugIn("a.rival", "9.0.0"), "stack", new ToyOperator("stack"));
        offer(plugIn("growth.ops", "9.0.0"), "stack", new ToyOperator("stack"));
        offer(bundle("growth.ops", Map.of()), "stack", new ToyOperator("stack"));
        assertThat(serving("stack")).isEqualTo("growth.ops 1.2.3");
        String taken = "not used: growth.ops 1.2.3 of the installation offers 'stack' itself; give this one another name";
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::bundle, PluginInfo::usable, PluginInfo::state)
                .containsExactly(tuple("growth.ops 1.2.3", true, "active"), tuple("a.rival 9.0.0", false, taken),
                        tuple("growth.ops 9.0.0", false, taken));
    }

    @Test
    void ofTwoBundlesOfOneNameOneServesWhicheverCameFirst() throws Exception {
        ServiceReference<GrowthOperator> late = offer(plugIn("b.ops", "1.0.0"), "fold", new ToyOperator("fold"));
        ServiceReference<GrowthOperator> early = offer(plugIn("a.ops", "1.0.0"), "fold", new ToyOperator("fold"));
        assertThat(serving("fold")).isEqualTo("a.ops 1.0.0");
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::bundle, PluginInfo::state).containsExactly(
                tuple("a.ops 1.0.0", "active"), tuple("b.ops 1.0.0",
                        "not used: a.ops 1.0.0 offers 'fold' too and serves new runs; remove one of them, or give it another name"));
        catalogue.removeOperator(early);
        assertThat(serving("fold")).isEqualTo("b.ops 1.0.0");
        catalogue.removeOperator(late);
    }

    @Test
    void aPlugInThatIsMissingWhileJarsArriveIsAskedForAgain() throws Exception {
        Bundle soon = plugIn("soon.ops", "1.0.0");
        List<ServiceReference<GrowthOperator>> registered = new ArrayList<>();
        arriving = () -> registered.add(offer(soon, "soon", new ToyOperator("soon")));
        assertThat(serving("soon")).isEqualTo("soon.ops 1.0.0");
        assertThat(registered).hasSize(1);
    }

    @Test
    void aPlugInThatFailsIsListedAndHidesNothing() throws Exception {
        Bundle a = bundle("a.ops", Map.of());
        offer(a, "stack", new ToyOperator("stack"));
        offer(a, "loud", failing(new IllegalStateException("no\nwords")));
        offer(a, "torn", failing(new NoClassDefFoundError("gone/Missing")));
        offer(a, "alias", new ToyOperator("other"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name, PluginInfo::usable, PluginInfo::state)
                .containsExactly(
                        tuple("alias", false, "its card gives it another name, 'other'"),
                        tuple("loud", false, "operator 'loud' of a.ops 1.2.3 failed in 'card': java.lang.IllegalStateException: no words"),
                        tuple("stack", true, "active"),
                        tuple("torn", false,
                                "operator 'torn' of a.ops 1.2.3 failed in 'card': java.lang.NoClassDefFoundError: gone/Missing"));
        assertFailing("loud", "operator 'loud' of a.ops 1.2.3 failed in 'card': java.lang.IllegalStateException: no words");
    }

    private void assertFailing(String name, String message) {
        assertRefused(GrowthException.Kind.FAILING_PLUGIN, () -> catalogue.operator(name)).isEqualTo(message);
    }

    @Test
    void aPlugInThatBlocksIsGivenUpAndHidesNothing() throws Exception {
        Bundle a = bundle("a.ops", Map.of());
        CountDownLatch end = new CountDownLatch(1);
        jars.add(new PluginJar(temporary.resolve("a\u001b[2J.jar"), "a.ops", "1.2.3", a.getBundleId(), "", "", "any"));
        offer(a, "stack", new ToyOperator("stack"));
        offer(a, "silent", waiting(end, new ToyOperator("silent")));
        offerMade(a, "unmade", () -> waiting(end, new ToyOperator("unmade")).card() == null ? null : new ToyOperator("unmade"),
                end::countDown);
        try {
            String of = "' of a.ops 1.2.3 (a?[2J.jar) ";
            assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name, PluginInfo::usable, PluginInfo::state)
                    .containsExactly(
                            tuple("silent", false, "operator 'silent" + of + "has not returned from 'card' for 1 s and was given up"),
                            tuple("stack", true, "active"),
                            tuple("unmade", false, "operator 'unmade" + of + "has not returned from 'constructor' for 1 s and was given"
                                    + " up"));
            assertFailing("silent", "operator 'silent" + of + "is still in 'card', where it was given up; 'constructor' cannot be called");
        } finally {
            end.countDown();
        }
    }

    private static GrowthOperator waiting(CountDownLatch end, GrowthOperator then) {
        return Faulty.doing("card", 1, () -> {
            boolean interrupted = false;
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return interrupted ? null : then.card();
        }).in(GrowthOperator.class, then);
    }

    private static GrowthOperator failing(Throwable failure) {
        return (GrowthOperator) Proxy.newProxyInstance(CatalogueTest.class.getClassLoader(),
                new Class<?>[] {GrowthOperator.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == OperatorCard.class) {
                        throw failure;
                    }
                    return method.getName().equals("hashCode") ? (Object) 7 : null;
                });
    }

    @Test
    void aComponentThatCannotBeMadeIsListed() throws Exception {
        Bundle a = bundle("a.ops", Map.of());
        offerMade(a, "void", () -> null, () -> {
            throw new AssertionError("nothing was given");
        });
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).singleElement().satisfies(p -> {
            assertThat(p.usable()).isFalse();
            assertThat(p.state()).isEqualTo("operator 'void' of a.ops 1.2.3 cannot be made: its component failed");
        });
    }

    @Test
    void aManifestThatPromisesMoreThanThereIsIsListed() throws Exception {
        String promises = "growth.operator;growth.operator=promised, growth.operator;growth.operator=kept";
        Bundle c = bundle("c.ops", Map.of("Provide-Capability", promises));
        offer(c, "kept", new ToyOperator("kept"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name, PluginInfo::usable, PluginInfo::state)
                .containsExactly(
                        tuple("kept", true, "active"),
                        tuple("promised", false, "it registers growth.api.operator.GrowthOperator only under the name 'kept' (property"
                                + " operator.name)"));
        assertMissing("promised", "operator 'promised' cannot be used: c.ops 1.2.3 promises it, but it registers "
                + "growth.api.operator.GrowthOperator only under the name 'kept' (property operator.name); installed: kept");
    }

    @Test
    void aJarThatIsJustArrivingIsNotCalledBroken() throws Exception {
        Bundle e = plugIn("e.ops", "1.0.0", Map.of("Provide-Capability", "growth.operator;growth.operator=soon"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).isEmpty();
        assertMissing("soon", "operator 'soon' cannot be used: e.ops 1.0.0 promises it, but it is just being installed; try again; "
                + "none is installed");
        jars.add(new PluginJar(temporary.resolve("plugins/e.jar"), "e.ops", "1.0.0", e.getBundleId(), "", "", "any"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name).containsExactly("soon");
    }

    @Test
    void brokenJarsAreListedOnceWithTheirReasons() throws Exception {
        Bundle d = bundle("d.plan", Map.of("Provide-Capability", "growth.schedule;growth.schedule=late"));
        jars.add(new PluginJar(temporary.resolve("plugins/cut.jar"), "", "", -1, "it is not a jar, or not a whole one", "", "any"));
        jars.add(new PluginJar(temporary.resolve("plugins/d.jar"), "d.plan", "1.2.3", d.getBundleId(),
                "it imports the package x.y, which no bundle exports", "", "any"));
        jars.add(new PluginJar(temporary.resolve("plugins/fine.jar"), "fine", "1.0.0", 99, "", "", "any"));
        assertThat(catalogue.broken()).containsExactly(
                new PluginInfo(PluginKind.OPERATOR, "cut.jar", "cut.jar", "it is not a jar, or not a whole one", false,
                        Optional.empty()),
                new PluginInfo(PluginKind.SCHEDULE, "d.jar", "d.plan 1.2.3", "it imports the package x.y, which no bundle exports", false,
                        Optional.empty()));
        assertThat(catalogue.plugins(PluginKind.SCHEDULE)).isEmpty();
        assertThatThrownBy(() -> catalogue.schedule("late")).hasMessage("schedule 'late' cannot be used: d.plan 1.2.3 promises it, but "
                + "it imports the package x.y, which no bundle exports; none is installed");
    }

    @Test
    void aPlugInOfABrokenJarIsListedWithTheJarOnly() throws Exception {
        Bundle e = bundle("e.ops", Map.of());
        offer(e, "other", new ToyOperator("stack"));
        offer(e, "stack", new ToyOperator("stack"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name).containsExactly("other", "stack");
        jars.add(new PluginJar(temporary.resolve("plugins/e.jar"), "e.ops", "1.2.3", e.getBundleId(),
                "its component e.Other failed: no seed", "", "any"));
        assertThat(catalogue.plugins(PluginKind.OPERATOR)).extracting(PluginInfo::name, PluginInfo::usable)
                .containsExactly(tuple("stack", true));
        assertThat(catalogue.broken()).extracting(PluginInfo::name).containsExactly("e.jar");
    }
}
