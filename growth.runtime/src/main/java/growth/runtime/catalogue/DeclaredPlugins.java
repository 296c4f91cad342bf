package growth.runtime.catalogue;

import growth.api.data.DataKind;
import growth.api.operator.OperatorName;
import growth.api.schedule.ScheduleName;
import growth.runtime.text.PlainText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** What the manifests of installed bundles promise, whether they keep it or not. */
final class DeclaredPlugins {
    private static final Map<PluginKind, String> NAMESPACES = Map.of(PluginKind.OPERATOR, OperatorName.NAMESPACE, PluginKind.SCHEDULE,
            ScheduleName.NAMESPACE, PluginKind.DATA, DataKind.NAMESPACE);
    private final BundleContext context;

    DeclaredPlugins(BundleContext context) {
        this.context = context;
    }

    /**
     * A promise.
     *
     * @param name   the plug-in's name
     * @param bundle whose it is
     */
    record Declared(String name, Bundle bundle) {
        /** @return symbolic name and version */
        String bundleName() {
            return bundle.getSymbolicName() + " " + bundle.getVersion();
        }
    }

    /** @return the plug-ins of that kind in the manifests */
    List<Declared> of(PluginKind kind) {
        List<Declared> declared = new ArrayList<>();
        String namespace = NAMESPACES.get(kind);
        if (namespace == null) {
            return declared;
        }
        for (Bundle bundle : context.getBundles()) {
            BundleRevision revision = bundle.adapt(BundleRevision.class);
            if (revision != null) {
                Stream<Object> names = revision.getDeclaredCapabilities(namespace).stream().map(c -> c.getAttributes().get(namespace));
                names.filter(Objects::nonNull).forEach(name -> declared.add(new Declared(PlainText.of(name.toString()), bundle)));
            }
        }
        return declared;
    }

    /** @return the kinds that can be declared */
    static List<PluginKind> kinds() {
        return Arrays.stream(PluginKind.values()).filter(NAMESPACES::containsKey).toList();
    }
}
