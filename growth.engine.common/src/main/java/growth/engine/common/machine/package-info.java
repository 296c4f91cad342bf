/**
 * The machine: what its processor has, which libraries compute on it, and what keeps them from it.
 */
@Export
@Version("1.0.0")
package growth.engine.common.machine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
