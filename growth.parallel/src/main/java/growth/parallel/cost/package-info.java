/**
 * What data-parallel training costs, before it is done: bytes that a rank sends in a step, how long the step takes, and up to how many
 * ranks another one makes it shorter. Pure functions; docs/decisions/073 has the model and what it was checked against.
 */
@Export
@Version("1.0.0")
package growth.parallel.cost;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
