/**
 * The trainer: the one loop, growth, evaluation, checkpoints and resume; evaluating and growing checkpoints on disk.
 */
@Export
@Version("1.0.0")
package growth.runtime.train;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
