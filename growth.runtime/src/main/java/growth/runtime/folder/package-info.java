/**
 * The folder of a run, and what is written into it besides checkpoints and metrics.
 */
@Export
@Version("1.0.0")
package growth.runtime.folder;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
