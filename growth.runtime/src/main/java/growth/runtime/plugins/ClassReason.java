package growth.runtime.plugins;

import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;

/** Says in words why a component's class cannot be used, which the component runtime tells nobody but the log. */
final class ClassReason {
    private static final Pattern CLASS_FILE = Pattern.compile("class file version (\\d+)");
    /** Class files of Java 1 had version 45. */
    private static final int BEFORE_JAVA = 44;

    private ClassReason() {
    }

    /** Returns why a started bundle's class cannot be used; empty if nothing is found. */
    static Optional<String> of(Bundle bundle, String name) {
        try {
            Class<?> type = bundle.loadClass(name);
            boolean made = type.getConstructors().length > 0;
            type.getDeclaredMethods();
            type.getDeclaredFields();
            if (Modifier.isAbstract(type.getModifiers())) {
                return Optional.of("its class " + name + " is abstract");
            }
            return Modifier.isPublic(type.getModifiers()) && made ? Optional.empty()
                    : Optional.of("its class " + name + (made ? " is not public" : " has no public constructor"));
        } catch (ClassNotFoundException e) {
            return Optional.of("its class " + name + " is not in the jar");
        } catch (UnsupportedClassVersionError e) {
            return Optional.of(tooNew(name, String.valueOf(e.getMessage())));
        } catch (NoClassDefFoundError e) {
            return Optional.of(missing(name, String.valueOf(e.getMessage()).replace('/', '.')));
        } catch (LinkageError e) {
            return Optional.of("its class " + name + " cannot be linked: " + e);
        }
    }

    private static String tooNew(String name, String message) {
        Matcher version = CLASS_FILE.matcher(message);
        return "its class " + name + " is compiled for Java "
                + (version.find() ? Integer.parseInt(version.group(1)) - BEFORE_JAVA : "later")
                + ", and this is Java " + Runtime.version().feature() + ": compile it with --release 17";
    }

    private static String missing(String name, String needed) {
        int dot = needed.lastIndexOf('.');
        return "its class " + name + " needs " + needed + ", which is neither in the jar nor imported"
                + (dot < 0 ? "" : ": Import-Package lacks " + needed.substring(0, dot));
    }
}
