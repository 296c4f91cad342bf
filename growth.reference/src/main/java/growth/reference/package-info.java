/**
 * Reference models in float64 and plain Java, written for clarity: the growth algebra, operators and engines are tested against them. The
 * package also has small shapes, random models and random batches for tests.
 */
@Export
@Version("1.0.0")
package growth.reference;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
