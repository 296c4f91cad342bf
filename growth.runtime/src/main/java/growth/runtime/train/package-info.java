/**
 * The trainer: the one loop, with growth, evaluation, saving and events.
 */
@Export
@Version("1.0.0")
package growth.runtime.train;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
