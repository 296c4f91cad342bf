/** What tests of several rooms need: bundles that are written as jars, processes that are started, and networks that fail. */
@Export
@Version("1.0.0")
package growth.testing;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
