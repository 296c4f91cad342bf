package growth.runtime.catalogue;

import growth.api.GrowthException;
import growth.api.options.Card;
import growth.runtime.text.NearestName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plug-ins of one kind.
 *
 * @param <T> their service type
 */
final class Shelf<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private final PluginKind kind;
    private final Function<T, Optional<Card>> card;
    private final long patienceMillis;
    private final List<Offer<T>> offers = new CopyOnWriteArrayList<>();

    /**
     * @param kind           the kind
     * @param card           what a plug-in says of itself, if its kind does
     * @param patienceMillis how long a plug-in that goes waits for whoever is inside it
     */
    Shelf(PluginKind kind, Function<T, Optional<Card>> card, long patienceMillis) {
        this.kind = kind;
        this.card = card;
        this.patienceMillis = patienceMillis;
    }

    void add(Offer<T> offer) {
        offers.add(offer);
    }

    /** Takes a plug-in from the shelf; returns when nobody is inside it any more, or patience is over. */
    void remove(ServiceReference<T> reference) {
        for (Offer<T> offer : offers) {
            if (offer.reference().equals(reference)) {
                offers.remove(offer);
                if (offer.gate().occupied()) {
                    LOG.info("{} '{}' of {} goes as soon as it is no longer in use", kind.words(), offer.name(), offer.bundle());
                }
                if (!offer.gate().close(patienceMillis)) {
                    LOG.warn("{} '{}' of {} goes although it is still in use: it was waited for {} s", kind.words(), offer.name(),
                            offer.bundle(), patienceMillis / 1000);
                }
            }
        }
    }

    /** @return whether that bundle offers a plug-in of that name */
    boolean offers(String name, String bundle) {
        return offers.stream().anyMatch(o -> o.name().equals(name) && o.bundle().equals(bundle));
    }

    /** @return every plug-in on the shelf, by name */
    List<PluginInfo> list() {
        return offers.stream().sorted(Comparator.comparing(Offer<T>::name).thenComparing(Offer::bundle)).map(this::describe).toList();
    }

    private PluginInfo describe(Offer<T> offer) {
        List<String> rivals = rivals(offer.name());
        try (Lease<T> lease = offer.lease()) {
            Optional<Card> says = card.apply(lease.get());
            if (rivals.size() > 1) {
                return info(offer, "offered by two bundles, " + String.join(" and ", rivals) + "; remove one", says);
            }
            Optional<String> alias = says.map(Card::name).filter(name -> !name.equals(offer.name()));
            return alias.isPresent() ? info(offer, "its card gives it another name, '" + alias.get() + "'", says)
                    : new PluginInfo(kind, offer.name(), offer.bundle(), "active", true, says);
        } catch (GrowthException e) {
            return info(offer, e.getMessage(), Optional.empty());
        } catch (RuntimeException | LinkageError e) {
            return info(offer, "its card cannot be asked for: " + oneLine(e), Optional.empty());
        }
    }

    private PluginInfo info(Offer<T> offer, String state, Optional<Card> says) {
        return new PluginInfo(kind, offer.name(), offer.bundle(), state, false, says);
    }

    /**
     * @param name       the plug-in's name
     * @param whyMissing what is known about a plug-in of that name that is not there; empty if nothing
     * @return the plug-in, held in place
     * @throws GrowthException (MISSING_PLUGIN) in words
     */
    Lease<T> lease(String name, Function<String, Optional<String>> whyMissing) {
        List<Offer<T>> found = offers.stream().filter(o -> o.name().equals(name)).toList();
        if (found.size() > 1) {
            throw missing(kind.words() + " '" + name + "' is offered by two bundles, " + String.join(" and ", rivals(name))
                    + "; remove one of them");
        }
        if (found.isEmpty()) {
            String installed = offers.isEmpty() ? "none is installed" : "installed: " + String.join(", ", names());
            String why = whyMissing.apply(name).map(reason -> kind.words() + " '" + name + "' cannot be used: " + reason)
                    .orElseGet(() -> kind.words() + " '" + name + "' is not installed" + NearestName.hint(name, names()));
            throw missing(why + (why.endsWith("?") ? " " : "; ") + installed);
        }
        Lease<T> lease = found.get(0).lease();
        try {
            // A plug-in that cannot even say what it is would fail later, in the middle of a run.
            card.apply(lease.get());
            return lease;
        } catch (RuntimeException | LinkageError e) {
            lease.close();
            throw new GrowthException(GrowthException.Kind.MISSING_PLUGIN, kind.words() + " '" + name + "' of " + lease.origin().name()
                    + " is broken: its card cannot be asked for: " + oneLine(e), e);
        }
    }

    private List<String> names() {
        return offers.stream().map(Offer::name).distinct().sorted().toList();
    }

    private List<String> rivals(String name) {
        List<String> bundles = new ArrayList<>();
        offers.stream().filter(o -> o.name().equals(name)).map(Offer::bundle).sorted().forEach(bundles::add);
        return bundles;
    }

    private static GrowthException missing(String message) {
        return new GrowthException(GrowthException.Kind.MISSING_PLUGIN, message);
    }

    private static String oneLine(Throwable e) {
        return e.toString().replaceAll("\\s*\\R\\s*", " ");
    }
}
