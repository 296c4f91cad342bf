/**
 * Engines as runs and commands use them: which one is chosen, whether it can compute here, and where.
 */
@Export
@Version("1.0.0")
package growth.runtime.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
