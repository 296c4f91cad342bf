/** Models as graphs of ND4J's SameDiff, for software that has ND4J and nothing of this framework. */
@Export
@Version("1.0.0")
package growth.formats.samediff;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
