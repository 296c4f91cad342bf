/**
 * Models on disk: growing, evaluating and exporting them outside a run.
 */
@Export
@Version("1.0.0")
package growth.runtime.disk;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
