/** Draws plots as SVG: lines with bands, steps, points, forest plots and bars, in colours for light, dark and print. */
@Export
@Version("1.0.0")
package growth.report.plot;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
