package growth.api.data;

import growth.api.RequireGrowth;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Names an iterator of ND4J that data kind {@code dl4j} reads. It stands on a component that is an {@link IteratorFactory}, ND4J's
 * {@code DataSetIteratorFactory} or a {@code DataSetIterator} (of prototype scope, so that each user has one of its own). The name becomes
 * a service property ({@value #PROPERTY}), a capability in the bundle's manifest, and a requirement for a framework that uses it.
 */
@ComponentPropertyType
@Capability(namespace = IteratorName.NAMESPACE, name = "${#value}")
@RequireGrowth
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface IteratorName {
    /** Namespace of the capability. */
    String NAMESPACE = "growth.iterator";
    /** Service property that holds the name. */
    String PROPERTY = "iterator.name";

    /** Returns the name in run files ({@code data.iterator}): lower-case words joined by hyphens. */
    String value();
}
