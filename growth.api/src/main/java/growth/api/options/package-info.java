/**
 * Declared options of plug-ins: one declaration serves validation, help texts and documentation.
 */
@Export
@Version("1.1.0")
package growth.api.options;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
