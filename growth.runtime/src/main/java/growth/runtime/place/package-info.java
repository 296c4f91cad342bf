/**
 * Trainings that are carried out elsewhere: what such a training prints, and a trainer that hears it.
 */
@Export
@Version("1.0.0")
package growth.runtime.place;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
