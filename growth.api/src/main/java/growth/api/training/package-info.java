/**
 * The training loop as seen from outside: progress, events, listeners, and the policies at a growth.
 */
@Export
@Version("1.1.0")
package growth.api.training;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
