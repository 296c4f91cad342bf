package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorName;
import growth.runtime.fake.ToyOperator;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

/** A plug-in that goes waits for whoever is inside it. */
class LeaseTest extends FolderFixture {
    private ServiceReference<GrowthOperator> reference;
    private final BundleHolds holds = new BundleHolds();

    @BeforeEach
    void offer() {
        reference = framework.context().registerService(GrowthOperator.class, new ToyOperator("stack"),
                new Hashtable<>(Map.of(OperatorName.PROPERTY, "stack"))).getReference();
    }

    private Shelf<GrowthOperator> shelf(long patienceMillis, boolean stopping) {
        Shelf<GrowthOperator> shelf = new Shelf<>(PluginKind.OPERATOR, o -> Optional.of(o.card().card()), patienceMillis, () -> stopping);
        shelf.add(new Offer<>(framework.context(), holds, reference, OperatorName.PROPERTY, bundle -> "",
                (name, bundle) -> new PluginGuard(Limits.USUAL).calls(new Plugin(name, "system", () -> "", false))));
        return shelf;
    }

    @Test
    void removalWaitsForEveryLease() throws InterruptedException {
        Shelf<GrowthOperator> shelf = shelf(1, false);
        Lease<GrowthOperator> first = shelf.lease("stack", name -> Optional.empty());
        Lease<GrowthOperator> second = shelf.lease("stack", name -> Optional.empty());
        Thread removal = new Thread(() -> shelf.remove(reference));
        removal.start();
        awaitWaiting(removal);

        assertThat(shelf.list()).isEmpty();
        assertThatThrownBy(() -> shelf.lease("stack", name -> Optional.empty())).isInstanceOf(GrowthException.class);
        first.close();
        first.close();
        awaitWaiting(removal);
        assertThat(second.get().card().card().name()).isEqualTo("stack");
        second.close();
        removal.join();
        assertThat(reference.getUsingBundles()).isNull();
    }

    /** Waits until the thread waits; it would end instead if it did not wait for the lease. */
    private static void awaitWaiting(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.sleep(1);
        }
    }

    @Test
    void patienceEndsWhenTheFrameworkStops() {
        Shelf<GrowthOperator> shelf = shelf(1, true);
        try (Lease<GrowthOperator> lease = shelf.lease("stack", name -> Optional.empty())) {
            shelf.remove(reference);
            assertThat(shelf.list()).isEmpty();
            assertThat(lease.get().card()).isNotNull();
        }
    }

    @Test
    void aPlugInThatIsGoingIsNotEntered() {
        Offer<GrowthOperator> offer = new Offer<>(framework.context(), holds, reference, OperatorName.PROPERTY, bundle -> "",
                (name, bundle) -> new PluginGuard(Limits.USUAL).calls(new Plugin(name, "system", () -> "", false)));
        offer.gate().close();
        assertThatThrownBy(offer::lease).hasMessageContaining("is just being replaced or removed; try again");
    }

    @Test
    void leasesMayBeClosedByAnotherThreadAndAfterTheFramework() throws Exception {
        Shelf<GrowthOperator> shelf = shelf(1, true);
        Lease<GrowthOperator> lease = shelf.lease("stack", name -> Optional.empty());
        framework.close();
        Thread other = new Thread(lease::close);
        other.start();
        other.join();
        lease.close();
    }

    @Test
    void whoHoldsIsNamedWhoeverGivesBack() throws Exception {
        Offer<GrowthOperator> offer = new Offer<>(framework.context(), holds, reference, OperatorName.PROPERTY, bundle -> "",
                (name, bundle) -> new PluginGuard(Limits.USUAL).calls(new Plugin(name, "system", () -> "", false)));
        Lease<GrowthOperator> mine = offer.lease();
        List<Lease<GrowthOperator>> others = new ArrayList<>();
        Thread training = new Thread(() -> {
            others.add(offer.lease());
            others.add(offer.lease());
        }, "training of out");
        training.start();
        training.join();
        String since = "' since \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";
        String me = "'" + Thread.currentThread().getName() + since;
        assertThat(offer.holders()).matches(me + ", 'training of out" + since);
        others.get(0).close();
        mine.close();
        assertThat(offer.holders()).matches("'training of out" + since);
        others.get(1).close();
        assertThat(offer.holders()).isEmpty();
    }
}
