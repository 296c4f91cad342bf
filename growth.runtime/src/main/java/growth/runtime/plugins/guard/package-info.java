/**
 * Calls of plug-ins, which may throw, block, return what cannot be, or end the process. Each call is named by plug-in, jar and method, and
 * none takes a training with it.
 */
@Export
@Version("1.0.0")
package growth.runtime.plugins.guard;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
