package growth.runtime.plugins;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Keeps bundles that are on their way out apart from those that follow them: both may be of one name and version, even where a bundle
 * wants to be the only one of its name, and no newcomer gets packages from what will soon be gone.
 */
final class OutgoingBundles implements CollisionHook, ResolverHookFactory, ResolverHook {
    private final Set<Bundle> outgoing = ConcurrentHashMap.newKeySet();

    void add(Bundle bundle) {
        outgoing.add(bundle);
    }

    void remove(Bundle bundle) {
        outgoing.remove(bundle);
    }

    /** Plug-ins do not collide here: whether a second jar of a name and version may come is decided by whether the first one stays. */
    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> candidates) {
        candidates.removeIf(ContentLocation::isPlugin);
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> candidates) {
        Bundle asking = requirement.getRevision().getBundle();
        if (ContentLocation.isPlugin(asking) && !outgoing.contains(asking)) {
            candidates.removeIf(candidate -> hidden(asking, candidate.getRevision().getBundle()));
        }
    }

    /** A package that a bundle both offers and imports would otherwise come from the older version of it. */
    private boolean hidden(Bundle asking, Bundle provider) {
        boolean otherVersion = !provider.equals(asking) && ContentLocation.isPlugin(provider)
                && asking.getSymbolicName() != null && asking.getSymbolicName().equals(provider.getSymbolicName());
        return outgoing.contains(provider) || otherVersion;
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> candidates) {
        boolean going = outgoing.contains(singleton.getRevision().getBundle());
        candidates.removeIf(candidate -> going || outgoing.contains(candidate.getRevision().getBundle()));
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        // Everything may be resolved.
    }

    @Override
    public void end() {
        // Nothing is kept of a resolution.
    }
}
