/**
 * What a transformer is: its shape, its parameters with named axes, its optimizer state, gates and views.
 */
@Export
@Version("1.0.0")
package growth.api.model;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
