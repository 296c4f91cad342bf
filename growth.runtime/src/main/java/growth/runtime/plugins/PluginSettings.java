package growth.runtime.plugins;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The settings of the components that deal with plug-ins. The launcher hands everything that begins with {@code growth.}, from the command
 * line of Java and from {@code conf/framework.properties}, to Configuration Admin as the configuration {@value #PID}; the components wait
 * for it.
 */
@ObjectClassDefinition(id = PluginSettings.PID, name = "Growth", description = "Where plug-ins lie, and how long their calls may take")
public @interface PluginSettings {
    /** The configuration's identifier. */
    String PID = "growth";
    /** Beginning of the properties' names. */
    String PREFIX_ = "growth.";
    /** Default of {@link #look_seconds}. */
    double LOOK_SECONDS = 0.3;
    /** Default of {@link #call_seconds}. */
    double CALL_SECONDS = 10;
    /** Default of {@link #work_seconds}. */
    double WORK_SECONDS = 3600;
    /** Default of {@link #grace_seconds}. */
    double GRACE_SECONDS = 5;
    /** Default of {@link #lease_seconds}. */
    long LEASE_SECONDS = 60;

    /** Returns the folder whose jars are installed. */
    @AttributeDefinition(name = "Folder", description = "The folder whose jars are installed while the framework runs")
    String plugins() default "plugins";

    /** Returns which jars of the folder are installed. */
    @AttributeDefinition(name = "Trust", description = "Which jars of the folder are installed: any, listed or signed")
    String plugins_trust() default "any";

    /** Returns the keystore of those who may sign plug-ins; empty for the one in the folder of settings. */
    @AttributeDefinition(name = "Keystore", description = "The keystore of those who may sign plug-ins")
    String plugins_keystore() default "";

    /** Returns the file that holds the keystore's password; empty if the environment says it, or nobody. */
    @AttributeDefinition(name = "Password", description = "The file that holds the keystore's password")
    String plugins_keystore_password_file() default "";

    /** Returns the folder of settings that this user can write; empty for that of the installation. */
    @AttributeDefinition(name = "Settings", description = "The folder of settings that this user can write")
    String conf() default "";

    /** Returns the installation's folder. */
    @AttributeDefinition(name = "Home", description = "The installation's folder")
    String home() default ".";

    /** Returns whether the folder is left alone. */
    @AttributeDefinition(name = "Safe", description = "Whether the folder is left alone, because of what lies in it")
    boolean safe() default false;

    /** Returns how long the folder is not looked at between two looks. */
    @AttributeDefinition(name = "Look", description = "Seconds between two looks at the folder")
    double look_seconds() default LOOK_SECONDS;

    /** Returns after how long it is told that a plug-in does not come back: from a call, or when somebody stops it by hand. */
    @AttributeDefinition(name = "Patience", description = "Seconds after which a plug-in that does not come back is reported, and who"
            + " uses one that is stopped by hand")
    long lease_seconds() default LEASE_SECONDS;

    /** Returns how long calls may take that answer at once. */
    @AttributeDefinition(name = "Quick calls", description = "Seconds that cards, checks, maps, plans and decisions may take")
    double call_seconds() default CALL_SECONDS;

    /** Returns how long calls may take that work, between two signs of life. */
    @AttributeDefinition(name = "Work", description = "Seconds that growths, data and batches may take between two signs of life")
    double work_seconds() default WORK_SECONDS;

    /** Returns how long a call may go on after the end of a command was asked for. */
    @AttributeDefinition(name = "Grace", description = "Seconds that a call may go on after the end of a command was asked for")
    double grace_seconds() default GRACE_SECONDS;
}
