/**
 * What a framework and somewhere else, where its runs are computed, say to each other: JDK types only, since neither side sees the other's
 * classes. The package lies in the launcher's jar, and the system bundle exports it.
 *
 * <p>A {@link growth.launcher.place.Place} is a service that whoever embeds the framework registers (for example a driver of Apache Spark);
 * commands look for it. {@link growth.launcher.place.Commands} is the service by which a place, in a process of its own, has a command line
 * carried out. Commands are the contract: whatever can start {@code train RUN --rank R --peers …} can be a place.
 */
@Version("1.0.0")
package growth.launcher.place;

import org.osgi.annotation.versioning.Version;
