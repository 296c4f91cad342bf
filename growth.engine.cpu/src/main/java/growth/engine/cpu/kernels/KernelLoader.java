package growth.engine.cpu.kernels;

import java.util.function.Supplier;

/** Chooses the row kernels once: those of the Vector API where the Java machine has it, else plain Java. */
public final class KernelLoader {
    private static final String VECTOR = "growth.engine.cpu.kernels.VectorKernels";

    private KernelLoader() {
    }

    /** @return makes the fastest row kernels that work here, one instance per call */
    public static Supplier<RowKernels> fastest() {
        return vector(VECTOR);
    }

    /** @return makes kernels of that class, or plain ones if it cannot be loaded, linked or made */
    static Supplier<RowKernels> vector(String className) {
        try {
            // by name, so that this class links where the incubator module is missing
            Class<?> found = Class.forName(className, true, KernelLoader.class.getClassLoader());
            var constructor = found.asSubclass(RowKernels.class).getDeclaredConstructor();
            constructor.newInstance();
            return () -> {
                try {
                    return constructor.newInstance();
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException("the row kernels were made before and cannot be made now", e);
                }
            };
        } catch (ReflectiveOperationException | LinkageError absent) {
            return PlainKernels::new;
        }
    }
}
