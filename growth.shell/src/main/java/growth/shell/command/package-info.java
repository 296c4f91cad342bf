/**
 * What a command is. A bundle that offers a {@link growth.shell.command.GrowthCommand} adds a command to the command line and to the Gogo
 * shell alike.
 */
@Export
@Version("1.0.0")
package growth.shell.command;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
