package growth.launcher;

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

    private VectorModule() {
    }

    /** Returns whether the module is there now; if not, the engine uses its plain Java kernels. */
    static boolean load() {
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
