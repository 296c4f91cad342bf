package growth.runtime.plugins;

import java.util.Comparator;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/**
 * Which of several bundles that offer a plug-in of one name serves: the installation's own before one from the folder of plug-ins, then the
 * highest version. What is left is decided by name, so that it is decided alike at every start.
 *
 * @param builtIn whether the bundle belongs to the installation
 * @param version the bundle's version
 * @param bundle  the bundle's symbolic name
 * @param id      the bundle's number in the framework
 */
record OfferRank(boolean builtIn, Version version, String bundle, long id) implements Comparable<OfferRank> {
    private static final Comparator<OfferRank> ORDER = Comparator.comparing(OfferRank::builtIn).reversed()
            .thenComparing(OfferRank::version, Comparator.reverseOrder()).thenComparing(OfferRank::bundle).thenComparing(OfferRank::id);

    static OfferRank of(Bundle bundle) {
        return new OfferRank(!JarDigest.isPlugin(bundle), bundle.getVersion(), bundle.getSymbolicName(), bundle.getBundleId());
    }

    @Override
    public int compareTo(OfferRank other) {
        return ORDER.compare(this, other);
    }

    /** Returns why an offer of that name does not serve while this one does. */
    String insteadOf(OfferRank other, String name) {
        String serving = "not used: " + bundle + " " + version;
        if (builtIn && !other.builtIn) {
            return serving + " of the installation offers '" + name + "' itself; give this one another name";
        }
        return bundle.equals(other.bundle) ? serving + " is newer and serves new runs"
                : serving + " offers '" + name + "' too and serves new runs; remove one of them, or give it another name";
    }
}
