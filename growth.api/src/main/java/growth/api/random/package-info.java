/**
 * Random numbers that are a function of where they are used, so that resumed runs and other orders of work see the same ones.
 */
@Export
@Version("1.0.0")
package growth.api.random;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
