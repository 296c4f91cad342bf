package growth.launcher;

import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Brings the Vector API's incubator module into the running JVM.
 *
 * <p>{@code --add-modules} does the same, but then every command begins with a line "WARNING: Using incubator modules" on the user's
 * terminal, and the JVM starts without its archived module graph. This takes the way by which the JDK itself adds a module later
 * (its management agent, for example): the module goes to the boot loader as with the option, so its code is compiled as well.
 * The launcher's manifest opens that way with {@code Add-Exports}.
 */
final class VectorModule {

    static final String NAME = "jdk.incubator.vector";
    /** System property: {@code false} for commands that compute nothing; loading takes a twentieth of a second of processor time. */
    private static final String WANTED = "growth.vectors";

    private VectorModule() {
    }

    /**
     * Returns whether the module can be promised to bundles: it is loaded, or nobody will load a class of it. Without it, the engine uses
     * its plain Java kernels.
     */
    static boolean promise(Properties system) {
        return "false".equals(system.getProperty(WANTED)) || load();
    }

    private static boolean load() {
        if (ModuleLayer.boot().findModule(NAME).isPresent()) {
            return true;
        }
        try {
            Class<?> modules = Class.forName("jdk.internal.module.Modules");
            return modules.getMethod("loadModule", String.class).invoke(null, NAME) != null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Logger.getLogger(VectorModule.class.getName()).log(Level.WARNING,
                    "the Vector API is not available, so training is slower ({0}); JAVA_OPTS=--add-modules={1} may help",
                    new Object[] {e, NAME});
            return false;
        }
    }
}
