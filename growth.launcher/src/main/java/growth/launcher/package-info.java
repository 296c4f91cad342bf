/**
 * Starts Felix with the bundles of an installation, runs the command and exits with its status.
 *
 * <p>The contract with the bundles uses no type of this package (a bundle cannot see it):
 * <ul>
 * <li>The launcher registers a {@link java.util.function.BooleanSupplier} with the property {@code launcher.arguments} (a
 *     {@code String[]}). It answers true from the moment at which the process was asked to end (SIGTERM, SIGINT).</li>
 * <li>The command is a {@link java.util.concurrent.Callable} with the property {@code growth.main=true}; it is called on the main
 *     thread, and the {@link java.lang.Number} that it returns is the exit status.</li>
 * <li>When the process is asked to end, all bundles stay as they are until the command has returned, so that it can save; then
 *     the framework stops, and the exit status is the signal's: 130 after SIGINT, 143 after SIGTERM.</li>
 * <li>When a bundle calls {@code System.exit}, it is named, the command is asked to end in the same way, and the exit status is 3 unless
 *     the command had ended by itself.</li>
 * <li>The option {@code --safe} anywhere on the command line sets the framework property {@code growth.safe}.</li>
 * <li>Configuration Admin, if it is there, finds a configuration {@code growth}: all framework properties that begin with {@code
 * growth.}.</li>
 * <li>The framework properties {@code growth.home}, {@code growth.plugins} and {@code growth.conf} (the folder of settings that this
 *     user can write) are absolute paths.</li>
 * </ul>
 */
package growth.launcher;
