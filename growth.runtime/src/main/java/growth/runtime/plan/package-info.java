/**
 * What a run would do and cost: stages, memory, time and warnings, by the same code as the run.
 */
@Export
@Version("1.0.0")
package growth.runtime.plan;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
