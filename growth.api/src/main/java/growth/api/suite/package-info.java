/**
 * Evaluation suites: tasks that models of text are scored on besides their loss, and their scores.
 */
@Export
@Version("1.0.0")
package growth.api.suite;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
