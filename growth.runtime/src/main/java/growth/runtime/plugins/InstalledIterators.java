package growth.runtime.plugins;

import static growth.api.GrowthException.Kind.CONFIGURATION;
import static growth.api.GrowthException.Kind.MISSING_PLUGIN;

import growth.api.GrowthException;
import growth.api.data.IteratorFactory;
import growth.api.data.IteratorName;
import growth.data.iterators.IteratorShelf;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.plugins.guard.PlainText;
import growth.runtime.plugins.guard.PluginGuard;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.DataSetIteratorFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The iterators of bundles, as services of three types: {@link IteratorFactory}, ND4J's {@link DataSetIteratorFactory}, and a
 * {@link DataSetIterator} itself, which is one for each user if its scope is prototype, and otherwise serves one user at a time. They are
 * made and called behind the guard, and keep their bundle.
 */
@Component
public final class InstalledIterators implements IteratorShelf {
    private static final String COMPONENT = "component.name";
    private final BundleContext context;
    private final Catalogue catalogue;
    private final PluginGuard guard;
    private final Set<Object> used = Collections.newSetFromMap(new IdentityHashMap<>());

    @Activate
    public InstalledIterators(BundleContext context, @Reference Catalogue catalogue, @Reference PluginGuard guard) {
        this.context = context;
        this.catalogue = catalogue;
        this.guard = guard;
    }

    @Override
    public Held open(String name, IteratorFactory.Request request) {
        return offeredNow(name, request).or(() -> {
            catalogue.settle();
            return offered(name, request);
        }).orElseThrow(() -> new GrowthException(MISSING_PLUGIN, "no bundle offers an iterator '" + name + "'; " + installed()));
    }

    /** Returns nothing, too, if a bundle that offers it is just being replaced: a moment later it may be there again. */
    private Optional<Held> offeredNow(String name, IteratorFactory.Request request) {
        try {
            return offered(name, request);
        } catch (GrowthException e) {
            if (e.kind() == MISSING_PLUGIN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<Held> offered(String name, IteratorFactory.Request request) {
        boolean plain = request.files().isEmpty() && request.settings().isEmpty();
        return find(IteratorFactory.class, name).map(reference -> held(reference, name, service -> service.open(request)))
                .or(() -> find(DataSetIteratorFactory.class, name).map(reference -> {
                    requirePlain(plain, name);
                    return held(reference, name, DataSetIteratorFactory::create);
                }))
                .or(() -> find(DataSetIterator.class, name).map(reference -> {
                    requirePlain(plain, name);
                    return single(reference, name);
                }));
    }

    private static void requirePlain(boolean plain, String name) {
        if (!plain) {
            throw new GrowthException(CONFIGURATION, "iterator '" + name + "' takes no files and no settings; leave train, valid and"
                    + " settings out, and name another iterator for validation");
        }
    }

    private <T> Held held(ServiceReference<T> reference, String name, Function<T, DataSetIterator> make) {
        HeldService<T> service = hold(reference, name);
        try {
            DataSetIterator made = service.calls().work("open", () -> make.apply(service.service()));
            return new InUse(Guarded.iterator(made, service.calls()), service.lease().origin().name(), service::close);
        } catch (RuntimeException | Error e) {
            service.close();
            throw e;
        }
    }

    private Held single(ServiceReference<DataSetIterator> reference, String name) {
        HeldService<DataSetIterator> service = hold(reference, name);
        boolean own = Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE));
        if (!own && !use(service.service())) {
            service.close();
            throw new GrowthException(CONFIGURATION, "iterator '" + name + "' is a single object, which another run or the validation"
                    + " already uses; let its bundle offer it in prototype scope, or name another one");
        }
        DataSetIterator iterator = Guarded.iterator(service.service(), service.calls());
        InUse inUse = new InUse(iterator, service.lease().origin().name(), () -> {
            release(service.service());
            service.close();
        });
        if (!own) {
            // Its last user may have left it in the middle.
            try {
                iterator.reset();
            } catch (GrowthException e) {
                inUse.close();
                throw e;
            }
        }
        return inUse;
    }

    private synchronized boolean use(Object iterator) {
        return used.add(iterator);
    }

    private synchronized void release(Object iterator) {
        used.remove(iterator);
    }

    private <T> HeldService<T> hold(ServiceReference<T> reference, String name) {
        return HeldService.of(context, reference, "iterator '" + name + "'", guard, catalogue);
    }

    /** An iterator in use. */
    private record InUse(DataSetIterator iterator, String bundle, Runnable end) implements Held {
        @Override
        public void close() {
            end.run();
        }
    }

    /** Returns the one of the highest ranking, by its name or its component's class. */
    private <T> Optional<ServiceReference<T>> find(Class<T> type, String name) {
        return references(type).filter(reference -> name.equals(reference.getProperty(IteratorName.PROPERTY))
                || name.equals(reference.getProperty(COMPONENT))).max(ServiceReference::compareTo);
    }

    private <T> Stream<ServiceReference<T>> references(Class<T> type) {
        try {
            return context.getServiceReferences(type, null).stream().filter(reference -> reference.getBundle() != null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("there is no filter", e);
        }
    }

    private String installed() {
        List<String> names = Stream.of(IteratorFactory.class, DataSetIteratorFactory.class, DataSetIterator.class)
                .flatMap(type -> references(type)).map(reference -> Optional.ofNullable(reference.getProperty(IteratorName.PROPERTY))
                        .orElseGet(() -> reference.getProperty(COMPONENT)))
                .filter(String.class::isInstance).map(name -> PlainText.of((String) name)).distinct().sorted().toList();
        return names.isEmpty() ? "none is installed: copy a bundle into plugins that offers a DataSetIterator as a service with the"
                + " property " + IteratorName.PROPERTY : "installed: " + String.join(", ", names);
    }
}
