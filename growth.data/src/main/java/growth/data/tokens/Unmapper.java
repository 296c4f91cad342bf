package growth.data.tokens;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * Gives mapped memory back at once. Java 17 has no public way; {@code Unsafe.invokeCleaner} is the one that the JDK left open for it, in
 * all versions since 9. Where it is missing, the garbage collector does it later, which is right but slower (and on Windows keeps the
 * file from being deleted).
 */
final class Unmapper {
    private Unmapper() {
    }

    /** The buffer must not be used afterwards: reading it would end the process. */
    static void unmap(MappedByteBuffer buffer) {
        try {
            // By the platform's loader, so that the bundle needs no import of a package that is not part of the Java platform.
            Class<?> unsafe = Class.forName("sun.misc.Unsafe", true, ClassLoader.getPlatformClassLoader());
            Field instance = unsafe.getDeclaredField("theUnsafe");
            instance.setAccessible(true);
            Method cleaner = unsafe.getMethod("invokeCleaner", ByteBuffer.class);
            cleaner.invoke(instance.get(null), buffer);
        } catch (ReflectiveOperationException | RuntimeException e) {
            // Left to the garbage collector.
        }
    }
}
