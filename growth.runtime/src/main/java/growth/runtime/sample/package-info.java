/**
 * Samples of models: texts that go on from a prompt, and words for masks.
 */
@Export
@Version("1.0.0")
package growth.runtime.sample;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
