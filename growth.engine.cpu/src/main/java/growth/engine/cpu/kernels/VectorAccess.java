package growth.engine.cpu.kernels;

import static java.lang.invoke.MethodType.methodType;

import growth.engine.cpu.memory.Window;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * How vectors are read from native memory and written to it. The Vector API's own methods for it were renamed with Java 19 and check every
 * access, which takes as long as a simple kernel's arithmetic. Where Java exports jdk.internal.vm.vector (the launcher's manifest asks
 * for it; else {@code --add-exports=java.base/jdk.internal.vm.vector=ALL-UNNAMED}), the method below them is called with an address.
 *
 * @param raw   whether places are addresses; else they are counted from the start of a window
 * @param load  (Window, long place) → FloatVector
 * @param store (FloatVector, Window, long place)
 */
record VectorAccess(boolean raw, MethodHandle load, MethodHandle store) {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final boolean SEGMENTS = Window.type() != ByteBuffer.class;

    /** Returns raw access where that is possible, else checked access. */
    static VectorAccess fastest() {
        VectorAccess checked = checked();
        try {
            return raw(checked);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError hidden) {
            return checked;
        }
    }

    /** Returns access by the Vector API's own methods. */
    static VectorAccess checked() {
        Class<?> offset = SEGMENTS ? long.class : int.class;
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            MethodHandle view = lookup.findGetter(Window.class, "view", Object.class);
            MethodHandle load = lookup.findStatic(FloatVector.class, SEGMENTS ? "fromMemorySegment" : "fromByteBuffer",
                    methodType(FloatVector.class, VectorSpecies.class, Window.type(), offset, ByteOrder.class));
            load = MethodHandles.insertArguments(MethodHandles.insertArguments(load, 3, ByteOrder.nativeOrder()), 0, FLOATS);
            load = MethodHandles.explicitCastArguments(load, methodType(FloatVector.class, Object.class, long.class));
            MethodHandle store = lookup.findVirtual(FloatVector.class, SEGMENTS ? "intoMemorySegment" : "intoByteBuffer",
                    methodType(void.class, Window.type(), offset, ByteOrder.class));
            store = MethodHandles.insertArguments(store, 3, ByteOrder.nativeOrder());
            store = MethodHandles.explicitCastArguments(store, methodType(void.class, FloatVector.class, Object.class, long.class));
            return new VectorAccess(false, MethodHandles.filterArguments(load, 0, view), MethodHandles.filterArguments(store, 1, view));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the Vector API reads no native memory", e);
        }
    }

    private static VectorAccess raw(VectorAccess checked) throws ReflectiveOperationException {
        // bundles see no such packages, and the loader of java.base does
        Class<?> support = Class.forName("jdk.internal.vm.vector.VectorSupport", true, null);
        Class<?> vector = FloatVector.zero(FLOATS).getClass();
        MethodHandle load = bind(method(support, "load"), vector, (self, method, arguments) ->
                checked.load().invoke((Window) arguments[0], place((Window) arguments[0], (Number) arguments[1])));
        MethodHandle store = bind(method(support, "store"), vector, (self, method, arguments) -> {
            checked.store().invoke((FloatVector) arguments[2], (Window) arguments[0], place((Window) arguments[0], (Number) arguments[1]));
            return null;
        });
        // (address, window, index) are those that remain, with the vector of a store between the first two
        load = MethodHandles.permuteArguments(explicit(load, FloatVector.class, long.class, Window.class, long.class),
                methodType(FloatVector.class, Window.class, long.class), 1, 0, 1);
        store = MethodHandles.permuteArguments(explicit(store, void.class, long.class, FloatVector.class, Window.class, long.class),
                methodType(void.class, FloatVector.class, Window.class, long.class), 2, 0, 1, 2);
        return new VectorAccess(true, load, store);
    }

    private static MethodHandle explicit(MethodHandle handle, Class<?> result, Class<?>... parameters) {
        return MethodHandles.explicitCastArguments(handle, methodType(result, parameters));
    }

    /** Returns an address's distance from the start of its window. Of the address the lowest 32 bits are enough: windows are smaller. */
    private static long place(Window window, Number index) {
        return Integer.toUnsignedLong(index.intValue() - (int) window.address);
    }

    private static Method method(Class<?> support, String name) throws NoSuchMethodException {
        return Arrays.stream(support.getMethods()).filter(method -> method.getName().equals(name)).findFirst()
                .orElseThrow(() -> new NoSuchMethodException(name));
    }

    /**
     * Fixes all arguments but address, vector, container and index: the vector's class, that of its elements, their number, no object that
     * holds the memory, and what stands in where the call is not compiled.
     */
    private static MethodHandle bind(Method method, Class<?> vector, InvocationHandler uncompiled) throws IllegalAccessException {
        MethodHandle handle = MethodHandles.lookup().unreflect(method);
        Class<?>[] parameters = method.getParameterTypes();
        int last = parameters.length - 1;
        Object operation = Proxy.newProxyInstance(ClassLoader.getPlatformClassLoader(), new Class<?>[] {parameters[last]}, uncompiled);
        handle = MethodHandles.insertArguments(handle, last, operation);
        if (method.getName().equals("load")) {
            handle = MethodHandles.insertArguments(handle, last - 1, FLOATS);
        }
        if (parameters[5] == boolean.class) {
            handle = MethodHandles.insertArguments(handle, 5, false);
        }
        return MethodHandles.insertArguments(handle, 0, vector, float.class, FLOATS.length(), null);
    }
}
