/**
 * The flow of a session, whatever computes it.
 */
@Export
@Version("1.0.0")
package growth.engine.common.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
