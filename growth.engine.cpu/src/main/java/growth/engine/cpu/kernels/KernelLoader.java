package growth.engine.cpu.kernels;

import java.lang.reflect.Constructor;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what computes with the Vector API, where the Java machine has it. */
public final class KernelLoader {
    private static final String VECTOR = "growth.engine.cpu.kernels.VectorKernels";
    private static final String FMA = "growth.engine.cpu.kernels.VectorFma";

    private KernelLoader() {
    }

    /** Returns a maker of the fastest row kernels that work here, plain Java without the Vector API; each call makes new ones. */
    public static Supplier<RowKernels> fastest() {
        return named(VECTOR);
    }

    /** Returns a maker of kernels of that class, or of plain ones if it cannot be loaded, linked or made. */
    static Supplier<RowKernels> named(String className) {
        return maker(className, RowKernels.class).orElse(PlainKernels::new);
    }

    /** Returns a maker of loops of multiply-adds; empty without the Vector API. */
    public static Optional<Supplier<FmaLoop>> fma() {
        return maker(FMA, FmaLoop.class);
    }

    private static <T> Optional<Supplier<T>> maker(String className, Class<T> type) {
        try {
            // by name, so that this class links where the incubator module is missing
            Class<?> found = Class.forName(className, true, KernelLoader.class.getClassLoader());
            Constructor<? extends T> constructor = found.asSubclass(type).getDeclaredConstructor();
            constructor.newInstance();
            return Optional.of(() -> make(constructor));
        } catch (ReflectiveOperationException | LinkageError absent) {
            return Optional.empty();
        }
    }

    private static <T> T make(Constructor<? extends T> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("kernels that were made before cannot be made now", e);
        }
    }
}
