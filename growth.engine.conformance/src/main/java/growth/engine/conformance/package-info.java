/**
 * The requirements on every engine, as tests: {@link growth.engine.conformance.EngineConformance} for the authors of an engine.
 */
@Export
@Version("1.0.0")
package growth.engine.conformance;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
