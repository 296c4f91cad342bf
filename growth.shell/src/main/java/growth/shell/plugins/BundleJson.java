package growth.shell.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.runtime.plugins.BundleInfo;
import growth.shell.text.Json;
import java.util.List;

/** Bundles as JSON. */
public final class BundleJson {
    private BundleJson() {
    }

    /**
     * Returns {@code {"folder": …, "trust": …, "bundles": […]}}.
     *
     * @param trust which jars may be installed
     */
    public static ObjectNode of(String folder, String trust, List<BundleInfo> bundles) {
        ObjectNode object = Json.object();
        object.put("folder", folder);
        object.put("trust", trust);
        ArrayNode array = object.putArray("bundles");
        for (BundleInfo bundle : bundles) {
            ObjectNode entry = array.addObject();
            entry.put("jar", bundle.jar().orElse(null));
            entry.put("bundle", bundle.name());
            entry.put("version", bundle.version());
            entry.put("state", bundle.state());
            entry.put("usable", bundle.usable());
            entry.put("sha256", bundle.sha256());
            entry.put("trust", bundle.trust());
            ArrayNode provides = entry.putArray("provides");
            bundle.provides().forEach(provides::add);
            entry.put("missing", bundle.reason());
        }
        return object;
    }
}
