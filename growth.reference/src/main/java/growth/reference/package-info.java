/**
 * Models in float64 and plain Java, written to be read and believed: what the growth algebra, operators and engines are held against. Small
 * shapes, random models and random batches for tests come along.
 */
@Export
@Version("1.0.0")
package growth.reference;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
