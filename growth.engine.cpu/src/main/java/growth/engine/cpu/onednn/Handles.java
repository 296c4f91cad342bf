package growth.engine.cpu.onednn;

import java.util.function.LongToIntFunction;
import org.bytedeco.javacpp.LongPointer;

/** Objects of oneDNN as addresses. */
final class Handles {
    private Handles() {
    }

    /**
     * Returns the object that a function makes.
     *
     * @param what  names it in a message
     * @param maker takes the address where the object's own is written, and returns oneDNN's status
     */
    static long made(String what, LongToIntFunction maker) {
        try (LongPointer result = new LongPointer(1)) {
            check(what, maker.applyAsInt(result.address()));
            return result.get();
        }
    }

    /** Throws if a status of oneDNN is not that of success. */
    static void check(String what, int status) {
        if (status != 0) {
            throw new IllegalStateException("oneDNN does not make " + what + " (status " + status + ")");
        }
    }

    /** Returns the description of a matrix, or of several at equal distances. */
    static long description(int type, long[] sizes, long[] strides) {
        try (LongPointer size = new LongPointer(sizes); LongPointer stride = new LongPointer(strides)) {
            return made("a matrix", result -> Abi.memoryDescCreateWithStrides(result, sizes.length, size.address(), type,
                    stride.address()));
        }
    }

    /** Returns the description of a matrix whose order oneDNN chooses. */
    static long anyOrder(int type, long[] sizes) {
        try (LongPointer size = new LongPointer(sizes)) {
            return made("a matrix", result -> Abi.memoryDescCreateWithTag(result, sizes.length, size.address(), type, 1));
        }
    }
}
