package growth.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.data.IteratorFactory;
import growth.api.data.IteratorName;
import growth.data.iterators.IteratorShelf.Held;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIteratorFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** Services of a real framework, with ND4J's own iterators. */
class InstalledIteratorsTest {
    private static final IteratorFactory.Request PLAIN = new IteratorFactory.Request(List.of(), Map.of(), 1);

    @TempDir
    Path temporary;

    private final List<IteratorFactory.Request> asked = new ArrayList<>();
    private final FakeCatalogue catalogue = new FakeCatalogue();
    private TestFramework framework;
    private InstalledIterators iterators;

    @BeforeEach
    void start() throws BundleException {
        framework = new TestFramework(temporary.resolve("storage"), temporary);
        iterators = new InstalledIterators(framework.context(), catalogue, new PluginGuard(new Limits(Duration.ofSeconds(1),
                Duration.ofSeconds(5), Duration.ofMillis(100))));
    }

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        framework.close();
    }

    private <T> void register(Class<T> type, T service, Object... properties) {
        framework.context().registerService(type, service, named(properties));
    }

    private static Dictionary<String, Object> named(Object... properties) {
        Dictionary<String, Object> all = new Hashtable<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put((String) properties[i], properties[i + 1]);
        }
        return all;
    }

    private static DataSetIterator iterator() {
        return new SingletonDataSetIterator(new DataSet());
    }

    @Test
    void aSingleObjectServesOneUserAtATime() {
        DataSetIterator single = iterator();
        register(DataSetIterator.class, single, IteratorName.PROPERTY, "one", "component.name", "a.b.One");
        try (Held held = iterators.open("one", PLAIN)) {
            assertThat(held.iterator()).isSameAs(single);
            held.iterator().next();
            assertThatThrownBy(() -> iterators.open("a.b.One", PLAIN)).isInstanceOf(GrowthException.class)
                    .hasMessage("iterator 'a.b.One' is a single object, which another run or the validation already uses; let its bundle"
                            + " offer it in prototype scope, or name another one");
        }
        try (Held again = iterators.open("a.b.One", PLAIN)) {
            assertThat(again.iterator().hasNext()).as("begins anew").isTrue();
        }
    }

    @Test
    void prototypesAndFactoriesGiveEachUserItsOwn() {
        List<DataSetIterator> back = new ArrayList<>();
        framework.context().registerService(DataSetIterator.class, new PrototypeServiceFactory<DataSetIterator>() {
            @Override
            public DataSetIterator getService(Bundle bundle, ServiceRegistration<DataSetIterator> registration) {
                return iterator();
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<DataSetIterator> registration, DataSetIterator service) {
                back.add(service);
            }
        }, named(IteratorName.PROPERTY, "many"));
        register(DataSetIteratorFactory.class, InstalledIteratorsTest::iterator, IteratorName.PROPERTY, "made");
        for (String name : List.of("many", "made")) {
            try (Held one = iterators.open(name, PLAIN); Held other = iterators.open(name, PLAIN)) {
                assertThat(one.iterator()).isNotSameAs(other.iterator());
            }
        }
        assertThat(back).as("given back").hasSize(2);
        IteratorFactory.Request files = new IteratorFactory.Request(List.of(temporary), Map.of(), 1);
        assertThatThrownBy(() -> iterators.open("made", files)).hasMessageStartingWith("iterator 'made' takes no files and no settings");
    }

    @Test
    void aFactoryOfOursHearsWhatTheRunFileSays() {
        register(IteratorFactory.class, request -> {
            asked.add(request);
            return iterator();
        }, IteratorName.PROPERTY, "csv");
        IteratorFactory.Request request = new IteratorFactory.Request(List.of(temporary), Map.of("label", List.of("4")), 7);
        iterators.open("csv", request).close();
        assertThat(asked).containsExactly(request);
    }

    @Test
    void whoseBundleIsJustBeingReplacedIsWaitedFor() {
        DataSetIterator single = iterator();
        register(DataSetIterator.class, single, IteratorName.PROPERTY, "one");
        catalogue.replacing();
        try (Held held = iterators.open("one", PLAIN)) {
            assertThat(held.iterator()).isSameAs(single);
        }
    }

    @Test
    void whatFailsOrIsMissingIsNamed() {
        assertThatThrownBy(() -> iterators.open("some", PLAIN)).hasMessage("no bundle offers an iterator 'some'; none is installed: copy a"
                + " bundle into plugins that offers a DataSetIterator as a service with the property iterator.name");
        register(DataSetIterator.class, iterator(), "component.name", "a.Nameless");
        register(DataSetIteratorFactory.class, () -> null, IteratorName.PROPERTY, "nothing");
        assertThatThrownBy(() -> iterators.open("some", PLAIN)).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.MISSING_PLUGIN))
                .hasMessage("no bundle offers an iterator 'some'; installed: a.Nameless, nothing");
        assertThatThrownBy(() -> iterators.open("nothing", PLAIN)).isInstanceOfSatisfying(GrowthException.class,
                e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.FAILING_PLUGIN)).hasMessageContaining("'open' nothing (null)");
    }
}
