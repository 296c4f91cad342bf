package growth.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Requirement;

/**
 * Requires a framework that uses plug-ins of Growth: a bundle with this annotation resolves only into an installation that has one. The
 * annotations of the plug-in kinds carry it; a listener or a command that is a plain component carries it itself.
 */
@Requirement(namespace = RequireGrowth.NAMESPACE, name = RequireGrowth.NAME, version = RequireGrowth.VERSION, effective = "active")
@Target({ElementType.TYPE, ElementType.PACKAGE})
@Retention(RetentionPolicy.CLASS)
public @interface RequireGrowth {
    /** Namespace of the capability. */
    String NAMESPACE = "osgi.implementation";
    /** Name of the implementation capability. */
    String NAME = "growth";
    /** Version of the contract between plug-ins and framework. */
    String VERSION = "1.0.0";
}
