/**
 * Calls of plug-ins, which may throw, block, return what cannot be, or end the process: each is named by plug-in, jar and call, and none
 * takes a training with it.
 */
@Export
@Version("1.0.0")
package growth.runtime.guard;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
