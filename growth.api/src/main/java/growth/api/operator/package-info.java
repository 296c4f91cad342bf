/**
 * What a growth operator is: the contract a plug-in implements, what it is given and what it answers.
 */
@Export
@Version("1.0.0")
package growth.api.operator;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
