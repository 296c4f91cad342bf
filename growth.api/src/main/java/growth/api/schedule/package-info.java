/** Growth schedules: the contract of plug-ins that say when the model grows, and to what. */
@Export
@Version("1.0.0")
package growth.api.schedule;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
