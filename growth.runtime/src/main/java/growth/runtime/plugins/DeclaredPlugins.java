package growth.runtime.plugins;

import growth.runtime.plugins.guard.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The plug-ins that manifests of installed bundles promise, whether or not they exist.
 *
 * @param context sees all bundles
 */
record DeclaredPlugins(BundleContext context) {
    /**
     * A promise.
     *
     * @param name   the plug-in's name
     * @param bundle whose it is
     */
    record Declared(String name, Bundle bundle) {
        /** Returns symbolic name and version. */
        String bundleName() {
            return bundle.getSymbolicName() + " " + bundle.getVersion();
        }
    }

    /** Returns the plug-ins of that kind in the manifests. */
    List<Declared> of(PluginKind kind) {
        List<Declared> declared = new ArrayList<>();
        String namespace = kind.namespace();
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                Stream<Object> names = revision.getDeclaredCapabilities(namespace).stream().map(c -> c.getAttributes().get(namespace));
                names.filter(Objects::nonNull).forEach(name -> declared.add(new Declared(PlainText.of(name.toString()), bundle)));
            }
        }
        return declared;
    }
}
