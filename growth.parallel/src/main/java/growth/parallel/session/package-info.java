/**
 * What the ranks of a data-parallel run do around the engine's steps: local steps, which exchange once in many steps, with an outer
 * optimizer whose momentum grows with the model.
 */
@Export
@Version("1.0.0")
package growth.parallel.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
