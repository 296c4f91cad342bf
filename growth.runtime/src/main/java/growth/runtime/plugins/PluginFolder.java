package growth.runtime.plugins;

import java.nio.file.Path;
import java.util.List;

/**
 * The folder of plug-ins: a jar copied into it is installed and started, a jar replaced is updated, a jar deleted is uninstalled.
 *
 * <p>The folder is looked at about three times a second, and a jar is touched when two looks in a row have found the same file, so that one
 * that is still being copied is left alone. What lies there when the framework starts is installed at once.
 */
public interface PluginFolder {

    /** The folder, absolute; it need not exist. */
    Path path();

    /** Every jar that was found at the last look, sorted by name, broken ones too. */
    List<PluginJar> jars();
}
