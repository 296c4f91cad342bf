/**
 * What a few seeds tell: pure functions.
 */
@Export
@Version("1.0.0")
package growth.study.statistics;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
