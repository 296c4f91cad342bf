package growth.runtime.plugins;

import growth.api.GrowthException;
import growth.api.options.Card;
import growth.runtime.config.NearestName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plug-ins of one kind. Of several of one name, the first in {@link OfferRank} that works serves.
 *
 * @param <T> their service type
 */
final class Shelf<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);
    private final PluginKind kind;
    private final Function<T, Optional<Card>> card;
    private final long patienceMillis;
    private final BooleanSupplier stopping;
    private final List<Offer<T>> offers = new CopyOnWriteArrayList<>();

    /**
     * @param kind           the kind
     * @param card           what a plug-in says of itself, if its kind does
     * @param patienceMillis how long a plug-in that goes waits for whoever is inside it before that is told
     * @param stopping       whether the framework stops, so that nobody can be waited for any longer
     */
    Shelf(PluginKind kind, Function<T, Optional<Card>> card, long patienceMillis, BooleanSupplier stopping) {
        this.kind = kind;
        this.card = card;
        this.patienceMillis = patienceMillis;
        this.stopping = stopping;
    }

    PluginKind kind() {
        return kind;
    }

    /** Puts a plug-in on the shelf, once: services that need each other may bind one reference again when they gave up waiting. */
    synchronized void add(Offer<T> offer) {
        if (offers.stream().anyMatch(there -> there.reference().equals(offer.reference()))) {
            offer.calls().close();
        } else {
            offers.add(offer);
        }
    }

    /**
     * Takes a plug-in from the shelf; returns when nobody is inside it any more. A bundle of the folder of plug-ins goes only when nobody
     * is, so that this waits only for what somebody stops by hand, and when the framework stops.
     */
    void remove(ServiceReference<T> reference) {
        for (Offer<T> offer : offers) {
            if (offer.reference().equals(reference)) {
                offers.remove(offer);
                offer.gate().close();
                awaitEmpty(offer);
                offer.calls().close();
            }
        }
    }

    private void awaitEmpty(Offer<T> offer) {
        try {
            while (!offer.gate().awaitEmpty(patienceMillis)) {
                boolean over = stopping.getAsBoolean();
                LOG.warn("{} {} after {} s it is still in use by {}", offer.calls().plugin().words(),
                        over ? "goes although" : "is to go, but", patienceMillis / 1000, offer.holders());
                if (over) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether that bundle offers a plug-in of that name. */
    boolean offers(String name, String bundle) {
        return offers.stream().anyMatch(o -> o.name().equals(name) && o.bundle().equals(bundle));
    }

    /** Returns every plug-in on the shelf, by name; of one name the one that serves first. */
    List<PluginInfo> list() {
        List<PluginInfo> all = new ArrayList<>();
        Map<String, OfferRank> serving = new HashMap<>();
        for (Offer<T> offer : offers.stream().sorted(Comparator.comparing(Offer<T>::name).thenComparing(Offer::rank)).toList()) {
            if (offer.retired()) {
                if (offer.held()) {
                    all.add(unusable(offer, "replaced or removed; a run that began with it keeps it to its end: "
                            + offer.holders(), Optional.empty()));
                }
                continue;
            }
            OfferRank before = serving.get(offer.name());
            PluginInfo info = describe(offer);
            if (info.usable() && before != null) {
                info = unusable(offer, before.insteadOf(offer.rank(), offer.name()), info.card());
            } else if (info.usable()) {
                serving.put(offer.name(), offer.rank());
            }
            all.add(info);
        }
        return all;
    }

    private PluginInfo describe(Offer<T> offer) {
        try (Lease<T> lease = offer.lease()) {
            Optional<Card> says = card(offer, lease.get());
            Optional<String> alias = says.map(Card::name).filter(name -> !name.equals(offer.name()));
            return alias.isPresent() ? unusable(offer, "its card gives it another name, '" + alias.get() + "'", says)
                    : new PluginInfo(kind, offer.name(), offer.bundle(), "active", true, says);
        } catch (GrowthException e) {
            return unusable(offer, e.getMessage(), Optional.empty());
        }
    }

    private Optional<Card> card(Offer<T> offer, T plugin) {
        return offer.calls().ask("card", () -> card.apply(plugin));
    }

    private PluginInfo unusable(Offer<T> offer, String state, Optional<Card> says) {
        return new PluginInfo(kind, offer.name(), offer.bundle(), state, false, says);
    }

    /**
     * Returns the plug-in, held in place.
     *
     * @param name       the plug-in's name
     * @param whyMissing what is known about a plug-in of that name that is not there; empty if nothing
     * @throws GrowthException (MISSING_PLUGIN) in words
     */
    Lease<T> lease(String name, Function<String, Optional<String>> whyMissing) {
        GrowthException refusal = null;
        for (Offer<T> offer : offers.stream().filter(o -> o.name().equals(name) && !o.retired()).sorted(Comparator.comparing(Offer::rank))
                .toList()) {
            try {
                return working(offer);
            } catch (GrowthException e) {
                if (offer.retired() || !offers.contains(offer)) {
                    // It has gone in this moment, and what follows it may be there.
                    return lease(name, whyMissing);
                }
                refusal = refusal == null ? e : refusal;
            }
        }
        throw refusal == null ? notThere(name, whyMissing) : refusal;
    }

    /** Returns the name that serves where none is named: the installation's own before others, then the highest service ranking. */
    Optional<String> first() {
        return offers.stream().filter(offer -> !offer.retired())
                .min(Comparator.comparing((Offer<T> offer) -> !offer.rank().builtIn()).thenComparing(offer -> -offer.ranking())
                        .thenComparing(Offer::name))
                .map(Offer::name);
    }

    private GrowthException notThere(String name, Function<String, Optional<String>> whyMissing) {
        List<String> names = offers.stream().filter(o -> !o.retired()).map(Offer::name).distinct().sorted().toList();
        String installed = names.isEmpty() ? "none is installed" : "installed: " + String.join(", ", names);
        String why = whyMissing.apply(name).map(reason -> kind.words() + " '" + name + "' cannot be used: " + reason)
                .orElseGet(() -> kind.words() + " '" + name + "' is not installed" + NearestName.hint(name, names));
        return new GrowthException(GrowthException.Kind.MISSING_PLUGIN, why + (why.endsWith("?") ? " " : "; ") + installed);
    }

    /** A plug-in that cannot even say what it is would fail later, in the middle of a run. */
    private Lease<T> working(Offer<T> offer) {
        Lease<T> lease = offer.lease();
        try {
            card(offer, lease.get());
            return lease;
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }
}
