package growth.shell.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/** How a command is listed: as service properties, so that a list of the commands needs none of them. */
@ComponentPropertyType
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface CommandListing {
    /** Beginning of the service properties' names. */
    String PREFIX_ = "growth.command.";
    /** Service property that holds the name. */
    String NAME = PREFIX_ + "name";
    /** Service property that holds the group. */
    String GROUP = PREFIX_ + "group";
    /** Service property that holds the order. */
    String ORDER = PREFIX_ + "order";
    /** Service property that holds whether the command looks at the others. */
    String OVERVIEW = PREFIX_ + "overview";

    /** @return the name, as it is typed */
    String name();

    /** @return the heading it stands under in the overview */
    String group();

    /** @return its place in the overview, ascending; groups stand where their first command stands */
    int order();

    /** @return whether the command looks at all others, which are made for it then */
    boolean overview() default false;
}
