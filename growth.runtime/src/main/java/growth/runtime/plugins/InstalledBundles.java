package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The bundles of the running framework, as far as users are concerned with them. */
@ProviderType
public interface InstalledBundles {
    /** Returns the folder of plug-ins, absolute; it need not exist. */
    Path folder();

    /** Returns each jar of the folder of plug-ins, and bundles of jars that are gone and still used, by file name. */
    List<BundleInfo> plugins();

    /** Returns the bundles of the installation, by symbolic name. Hashing their jars takes a second. */
    List<BundleInfo> installation();
}
