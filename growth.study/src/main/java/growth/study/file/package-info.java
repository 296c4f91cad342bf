/**
 * Study files: which runs a study compares, as values, read strictly and written back as one self-contained file; and the plan of all its
 * runs.
 */
@Export
@Version("1.0.0")
package growth.study.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
