/** The installation as its users have it: processes that run its commands, a run file for a training of seconds, and what a run wrote. */
@Export
@Version("1.0.0")
package growth.testing.run;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
