package growth.engine.cpu.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * A part of a flat memory as the Vector API takes it. What it takes was changed with Java 19, and is known here by its name alone, so that
 * one class file serves all.
 */
public final class Window {
    private static final Class<?> TYPE = find();
    private static final MethodHandle MAKER = maker();

    /** The window as the Vector API takes it, of the class {@link #type}. */
    public final Object view;
    /** Address of its first byte. */
    public final long address;

    /**
     * @param buffer  a direct buffer
     * @param address address of its first byte
     */
    Window(ByteBuffer buffer, long address) {
        this.address = address;
        try {
            view = MAKER.invoke(buffer);
        } catch (Throwable e) {
            throw new IllegalStateException("a direct buffer is no memory for the Vector API", e);
        }
    }

    private static Class<?> find() {
        try {
            return Class.forName("java.lang.foreign.MemorySegment");
        } catch (ClassNotFoundException older) {
            return ByteBuffer.class;
        }
    }

    private static MethodHandle maker() {
        if (TYPE == ByteBuffer.class) {
            return MethodHandles.identity(ByteBuffer.class);
        }
        try {
            return MethodHandles.publicLookup().findStatic(TYPE, "ofBuffer", MethodType.methodType(TYPE, Buffer.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a direct buffer is no memory for the Vector API", e);
        }
    }

    /** Returns the class of {@link #view}: a {@link ByteBuffer} up to Java 18, a {@code java.lang.foreign.MemorySegment} since. */
    public static Class<?> type() {
        return TYPE;
    }
}
