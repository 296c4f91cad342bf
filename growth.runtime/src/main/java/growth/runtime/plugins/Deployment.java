package growth.runtime.plugins;

import growth.formats.digest.Sha256;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the framework's bundles follow the jars of the folder. There is one bundle for each content, however many jars have it. A content
 * that no jar has any more is retired: its bundle goes when nobody holds it. Used by one thread.
 */
final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    private final PluginBundles bundles;
    private final BundleHolds holds;
    private final OutgoingBundles outgoing;
    private final TrustGate gate;
    private final SortedMap<Path, InstalledJar> jars = new TreeMap<>();
    private final Set<Bundle> retired = new LinkedHashSet<>();
    /** Those that could not be uninstalled, which is told once. */
    private final Set<Bundle> stubborn = new HashSet<>();

    Deployment(PluginBundles bundles, BundleHolds holds, OutgoingBundles outgoing, TrustGate gate) {
        this.bundles = bundles;
        this.holds = holds;
        this.outgoing = outgoing;
        this.gate = gate;
    }

    /** Returns a copy of what was made of each jar. */
    SortedMap<Path, InstalledJar> jars() {
        return new TreeMap<>(jars);
    }

    /** Follows a change of the folder. Old contents serve until the new ones have been started. */
    void apply(FolderChange change, Map<Path, JarStamp> now) throws InterruptedException {
        Set<Bundle> before = current();
        change.gone().forEach(jars::remove);
        change.changed().forEach(file -> jars.put(file, read(file, now.get(file), jars.get(file))));
        List<Path> files = List.copyOf(jars.keySet());
        if (gate.renew(jars.values().stream().map(InstalledJar::sha256).collect(Collectors.toSet()))) {
            // Who is no longer trusted serves no new runs; a bundle that stays trusted is found again by its content.
            jars.replaceAll((file, jar) -> jar.bundle() == null ? jar : new InstalledJar(jar.stamp(), jar.sha256(), ""));
        }
        // All without a bundle, not only the new ones: what stood in a jar's way may have gone.
        files.stream().filter(file -> jars.get(file).bundle() == null).forEach(file -> jars.put(file, installed(file, jars.get(file))));
        before.removeAll(current());
        before.forEach(outgoing::add);
        start();
        before.forEach(this::retire);
        sweep();
    }

    private Set<Bundle> current() {
        return jars.values().stream().map(InstalledJar::bundle).filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A file whose content is the same as before keeps its bundle. */
    private static InstalledJar read(Path file, JarStamp stamp, InstalledJar before) {
        if (!Files.isReadable(file)) {
            return new InstalledJar(stamp, "", "the file cannot be read: its permissions forbid it");
        }
        try {
            String sha256 = Sha256.of(file);
            return before != null && before.sha256().equals(sha256) ? before.withStamp(stamp) : new InstalledJar(stamp, sha256, "");
        } catch (IOException e) {
            return new InstalledJar(stamp, "", "it cannot be read: " + IoReason.of(e));
        }
    }

    private InstalledJar installed(Path file, InstalledJar jar) {
        if (jar.sha256().isEmpty()) {
            return jar;
        }
        PluginBundles.Installed made = bundles.install(file, jar.sha256());
        Bundle bundle = made.bundle();
        if (bundle == null) {
            return new InstalledJar(jar.stamp(), jar.sha256(), made.reason());
        }
        Optional<Path> twin = twin(file, bundle);
        if (twin.isPresent()) {
            // A retired one is perhaps still in use, and goes when it is not.
            if (!retired.contains(bundle)) {
                uninstall(bundle);
            }
            return new InstalledJar(jar.stamp(), jar.sha256(), "a bundle of the same name and version, of " + twin.get().getFileName()
                    + ", is installed already");
        }
        if (retired.remove(bundle)) {
            holds.restore(bundle);
            outgoing.remove(bundle);
        }
        return new InstalledJar(jar.stamp(), jar.sha256(), bundle, "", made.trust());
    }

    /** Returns another jar that has made another bundle of the same name and version. */
    private Optional<Path> twin(Path file, Bundle bundle) {
        return jars.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(file) && entry.getValue().bundle() != null && entry.getValue().bundle() != bundle)
                .filter(entry -> entry.getValue().bundle().getSymbolicName().equals(bundle.getSymbolicName())
                        && entry.getValue().bundle().getVersion().equals(bundle.getVersion()))
                .map(Map.Entry::getKey).findFirst();
    }

    /** Starts all of them, not only the new ones: one that could not be resolved may find now what it misses. */
    private void start() {
        Map<Bundle, String> reasons = new HashMap<>();
        current().forEach(bundle -> reasons.put(bundle, bundles.start(bundle)));
        jars.replaceAll((file, jar) -> jar.bundle() == null ? jar : jar.withReason(reasons.get(jar.bundle())));
    }

    /** Returns whether lists or certificates have changed, so that other jars may be installed. */
    boolean trustChanged() {
        return gate.changed();
    }

    /** For what has taken its time to start. */
    boolean startAgain() {
        start();
        return true;
    }

    private void retire(Bundle bundle) {
        holds.retire(bundle);
        retired.add(bundle);
        if (holds.held(bundle)) {
            LOG.info("{} {} serves no new runs and goes when nobody uses it any more", bundle.getSymbolicName(), bundle.getVersion());
        }
    }

    /**
     * Uninstalls retired bundles that neither is held nor has a dependant that is held.
     *
     * @return whether there were any
     */
    boolean sweep() throws InterruptedException {
        List<Bundle> leaving = new ArrayList<>();
        Set<Bundle> touched = new LinkedHashSet<>();
        for (Bundle bundle : retired) {
            Set<Bundle> dependants = bundles.dependants(bundle);
            if (dependants.stream().noneMatch(bundles::stuck) && holds.close(dependants)) {
                leaving.add(bundle);
                touched.addAll(dependants);
            }
        }
        if (leaving.isEmpty()) {
            return false;
        }
        try {
            leaving.removeIf(bundle -> !uninstall(bundle));
            bundles.refresh(leaving);
            start();
        } finally {
            leaving.forEach(outgoing::remove);
            retired.removeAll(leaving);
            holds.reopen(touched);
        }
        return true;
    }

    /** Returns whether it is gone; if not, it stays where it is. */
    private boolean uninstall(Bundle bundle) {
        String reason = bundles.uninstall(bundle);
        if (!reason.isEmpty() && stubborn.add(bundle)) {
            LOG.warn("{} {} could not be uninstalled: {}", bundle.getSymbolicName(), bundle.getVersion(), reason);
        }
        return reason.isEmpty();
    }
}
