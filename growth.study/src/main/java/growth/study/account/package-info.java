/**
 * The account of a study: every number and sentence of its table and its page, computed by pure functions from the runs' own files.
 */
@Export
@Version("1.0.0")
package growth.study.account;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
