package growth.engine.cpu.kernels;

import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Window;
import java.lang.invoke.MethodHandle;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/**
 * Reads and writes vectors in native memory. A kernel asks once for the {@link Window} of a row and for the row's place, and counts places
 * in bytes from there.
 */
final class NativeVectors {
    /** Floats of a vector. */
    static final int WIDTH = FloatVector.SPECIES_PREFERRED.length();
    private static final VectorAccess ACCESS = VectorAccess.fastest();
    private static final boolean RAW = ACCESS.raw();
    private static final MethodHandle LOAD = ACCESS.load();
    private static final MethodHandle STORE = ACCESS.store();

    private NativeVectors() {
    }

    /** Returns the place of the first of n elements that are read or written, in bytes, for the window of the first. */
    static long place(FloatMemory memory, long at, int n) {
        Objects.checkFromIndexSize(at, n, memory.length());
        return RAW ? memory.address(at) : memory.offset(at);
    }

    /** Returns the vector at a place of a window. */
    static FloatVector load(Window window, long place) {
        try {
            return (FloatVector) LOAD.invokeExact(window, place);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a vector to a place of a window. */
    static void store(FloatVector vector, Window window, long place) {
        try {
            STORE.invokeExact(vector, window, place);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
