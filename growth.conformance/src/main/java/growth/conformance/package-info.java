/**
 * The requirements on growth operators, as tests: {@link growth.conformance.OperatorConformance} for the authors of an operator,
 * {@link growth.conformance.Conformance} for others who examine operators.
 */
@Export
@Version("1.0.0")
package growth.conformance;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
