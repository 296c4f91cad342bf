/** Data that iterators of ND4J deliver, and where these iterators come from. */
@Export
@Version("1.0.0")
package growth.data.iterators;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
