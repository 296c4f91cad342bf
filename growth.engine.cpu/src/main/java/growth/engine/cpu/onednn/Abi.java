package growth.engine.cpu.onednn;

import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Locale;
import java.util.Map;

/**
 * oneDNN's C functions, bound directly: {@code memoryCreate} is {@code dnnl_memory_create}. Handles, pointers and sizes are longs, since
 * primitive arguments are what JNA passes fastest; functions return 0 for success.
 */
final class Abi {
    private static final FunctionMapper NAMES = (library, method) -> "dnnl_"
            + method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);

    private Abi() {
    }

    /** Binds every function of a library file; an {@link UnsatisfiedLinkError} names one that is missing. */
    static void bind(String file) {
        Native.register(Abi.class, NativeLibrary.getInstance(file, Map.of(Library.OPTION_FUNCTION_MAPPER, NAMES)));
    }

    /** Returns the address of {@code dnnl_version_t}. */
    static native long version();

    static native int getEffectiveCpuIsa();

    static native int engineCreate(long result, int kind, long index);

    static native int streamCreate(long result, long engine, int flags);

    static native int streamDestroy(long stream);

    static native int memoryDescCreateWithStrides(long result, int dimensions, long sizes, int type, long strides);

    static native int memoryDescCreateWithTag(long result, int dimensions, long sizes, int type, int tag);

    static native int memoryDescDestroy(long description);

    static native long memoryDescGetSize(long description);

    static native int memoryCreate(long result, long description, long engine, long handle);

    static native int memorySetDataHandle(long memory, long handle);

    static native int memoryDestroy(long memory);

    static native int postOpsCreate(long result);

    static native int postOpsAppendSum(long operations, float scale, int zeroPoint, int type);

    static native int postOpsAppendEltwise(long operations, int algorithm, float alpha, float beta);

    static native int postOpsDestroy(long operations);

    static native int primitiveAttrCreate(long result);

    static native int primitiveAttrSetPostOps(long attributes, long operations);

    static native int primitiveAttrDestroy(long attributes);

    static native int matmulPrimitiveDescCreate(long result, long engine, long a, long b, long bias, long c, long attributes);

    static native int reorderPrimitiveDescCreate(long result, long from, long fromEngine, long to, long toEngine, long attributes);

    /** Returns a memory description that belongs to the primitive's. */
    static native long primitiveDescQueryMd(long description, int what, int index);

    static native int primitiveDescDestroy(long description);

    static native int primitiveCreate(long result, long description);

    static native int primitiveExecute(long primitive, long stream, int count, long arguments);

    static native int primitiveDestroy(long primitive);
}
