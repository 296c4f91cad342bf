package growth.api.suite;

import growth.api.RequireGrowth;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Declares an evaluation suite: its name becomes a service property ({@value #PROPERTY}), a capability in the bundle's manifest, so that
 * a jar tells what it offers before it is started, and a requirement for a framework that uses it ({@link RequireGrowth}).
 */
@ComponentPropertyType
@Capability(namespace = SuiteName.NAMESPACE, name = "${#value}")
@RequireGrowth
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface SuiteName {
    /** Namespace of the capability. */
    String NAMESPACE = "growth.suite";
    /** Service property that holds the name. */
    String PROPERTY = "suite.name";

    /** Returns the name in run files: lower-case words joined by hyphens. */
    String value();
}
