package growth.shell.command;

import growth.api.RequireGrowth;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** Declares a command and how it is listed. Service properties hold this, so that listing the commands creates none of them. */
@ComponentPropertyType
@Capability(namespace = CommandListing.NAMESPACE, name = "${#name}")
@RequireGrowth
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface CommandListing {
    /** Namespace of the capability that promises a command in its bundle's manifest. */
    String NAMESPACE = "growth.command";
    /** Beginning of the service properties' names. */
    String PREFIX_ = "growth.command.";
    /** Service property that holds the name. */
    String NAME = PREFIX_ + "name";
    /** Service property that holds the group. */
    String GROUP = PREFIX_ + "group";
    /** Service property that holds the order. */
    String ORDER = PREFIX_ + "order";
    /** Service property that says whether the command looks at the others. */
    String OVERVIEW = PREFIX_ + "overview";

    /** Returns the name, as it is typed. */
    String name();

    /** Returns the heading under which the overview lists it. */
    String group();

    /** Returns its place in the overview, ascending; a group is listed at the place of its first command. */
    int order();

    /** Returns whether the command looks at all others, which are then created for it. */
    boolean overview() default false;
}
