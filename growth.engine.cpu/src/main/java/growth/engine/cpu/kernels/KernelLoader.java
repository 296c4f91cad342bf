package growth.engine.cpu.kernels;

import java.lang.reflect.Constructor;
import java.util.function.Supplier;

/** Finds the row kernels: those of the Vector API where the Java machine has it, else plain Java. */
public final class KernelLoader {
    private static final String VECTOR = "growth.engine.cpu.kernels.VectorKernels";

    private KernelLoader() {
    }

    /** Returns a maker of the fastest row kernels that work here; each call makes new ones. */
    public static Supplier<RowKernels> fastest() {
        return named(VECTOR);
    }

    /** Returns a maker of kernels of that class, or of plain ones if it cannot be loaded, linked or made. */
    static Supplier<RowKernels> named(String className) {
        try {
            // by name, so that this class links where the incubator module is missing
            Class<?> found = Class.forName(className, true, KernelLoader.class.getClassLoader());
            Constructor<? extends RowKernels> constructor = found.asSubclass(RowKernels.class).getDeclaredConstructor();
            constructor.newInstance();
            return () -> make(constructor);
        } catch (ReflectiveOperationException | LinkageError absent) {
            return PlainKernels::new;
        }
    }

    private static RowKernels make(Constructor<? extends RowKernels> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("row kernels that were made before cannot be made now", e);
        }
    }
}
