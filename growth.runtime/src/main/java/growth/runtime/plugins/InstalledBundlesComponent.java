package growth.runtime.plugins;

import growth.runtime.plugins.guard.PlainText;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Looks at the framework's bundles and at the jars that were not installed. */
@Component
public final class InstalledBundlesComponent implements InstalledBundles {
    private static final String ACTIVE = "active";
    private static final String NOT_INSTALLED = "not installed";
    private static final String REFERENCE = "reference:";
    private final BundleContext context;
    private final PluginFolder folder;
    private final ComponentReasons components;
    private final UnresolvedReason unresolved;

    /**
     * @param folder     knows the jars
     * @param components knows why components do not work
     */
    @Activate
    public InstalledBundlesComponent(BundleContext context, @Reference PluginFolder folder, @Reference ComponentReasons components) {
        this.context = context;
        this.folder = folder;
        this.components = components;
        this.unresolved = new UnresolvedReason(context);
    }

    @Override
    public Path folder() {
        return folder.path();
    }

    @Override
    public List<BundleInfo> plugins() {
        folder.settle();
        List<BundleInfo> infos = new ArrayList<>();
        List<PluginJar> jars = folder.jars();
        jars.forEach(jar -> infos.add(of(jar)));
        Set<Long> known = jars.stream().map(PluginJar::bundleId).collect(Collectors.toSet());
        Arrays.stream(context.getBundles()).filter(bundle -> ContentLocation.isPlugin(bundle) && !known.contains(bundle.getBundleId()))
                .forEach(bundle -> infos.add(of(bundle, Optional.empty(),
                        folder.holds().retired(bundle) ? "going, still in use" : "arriving", "", "")));
        return infos;
    }

    private BundleInfo of(PluginJar jar) {
        String file = PlainText.of(jar.file().getFileName().toString());
        Bundle bundle = context.getBundle(jar.bundleId());
        if (jar.bundleId() < 0 || bundle == null) {
            ManifestFacts facts = ManifestFacts.orNone(jar.file());
            return new BundleInfo(Optional.of(file), facts.name(), facts.version(), NOT_INSTALLED, jar.sha256(), "", facts.provides(),
                    PlainText.of(jar.reason()));
        }
        return of(bundle, Optional.of(file), state(bundle), jar.trust(), PlainText.of(jar.reason()));
    }

    private static BundleInfo of(Bundle bundle, Optional<String> jar, String state, String trust, String reason) {
        String promises = bundle.getHeaders("").get(Constants.PROVIDE_CAPABILITY);
        return new BundleInfo(jar, PlainText.of(bundle.getSymbolicName()), bundle.getVersion().toString(), state, JarDigest.of(bundle),
                trust, ManifestFacts.promises(promises == null ? "" : promises), reason);
    }

    @Override
    public List<BundleInfo> installation() {
        return Arrays.stream(context.getBundles()).filter(bundle -> bundle.getBundleId() != 0 && !ContentLocation.isPlugin(bundle))
                .map(bundle -> of(bundle, file(bundle), state(bundle), "installation", reason(bundle)))
                .sorted(Comparator.comparing(BundleInfo::name)).toList();
    }

    private static Optional<String> file(Bundle bundle) {
        String location = bundle.getLocation();
        try {
            String place = location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
            return Optional.ofNullable(Path.of(URI.create(place)).getFileName()).map(Path::toString);
        } catch (IllegalArgumentException e) {
            // it was installed from no file
            return Optional.empty();
        }
    }

    private String reason(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.INSTALLED -> unresolved.of(bundle, "nobody has asked for it yet");
            case Bundle.ACTIVE -> components.of(bundle);
            default -> "";
        };
    }

    private static String state(Bundle bundle) {
        if ((bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
            return bundle.getState() == Bundle.RESOLVED ? "attached" : "not attached";
        }
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> ACTIVE;
            case Bundle.STARTING -> bundle.getHeaders("").get(Constants.BUNDLE_ACTIVATIONPOLICY) == null
                    ? "starting" : "starts when needed";
            case Bundle.STOPPING -> "stopping";
            case Bundle.RESOLVED -> "not started";
            default -> "not resolved";
        };
    }
}
