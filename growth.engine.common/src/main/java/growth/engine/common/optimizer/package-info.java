/**
 * The rules of an update: what learns, bias corrections of entries of any age, what Muon takes, moments and averages.
 */
@Export
@Version("1.0.0")
package growth.engine.common.optimizer;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
