/** What tests of several rooms need: bundles that are written as jars, and processes that are started. */
@Export
@Version("1.0.0")
package growth.testing;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
