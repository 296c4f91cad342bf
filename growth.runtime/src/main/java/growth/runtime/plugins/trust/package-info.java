/**
 * Which jars of the folder of plug-ins are installed: any, those whose SHA-256 is listed, or those that are signed by somebody whose
 * certificate is in a keystore. What is asked here are the bytes that are installed, not the file of the same name.
 */
@Export
@Version("1.0.0")
package growth.runtime.plugins.trust;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
