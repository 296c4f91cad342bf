package growth.engine.torch.aten;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Structure;
import java.util.Map;

/**
 * C++ functions of libtorch_cpu and libc10 that no ABI promises: operators with scalars, which the stable ABI cannot pass, and the slot
 * of a leaf's gradient. They are called by their mangled names, and the self-test computes with each of them before anything else does.
 * A C++ exception thrown here would end the process, so callers check shapes before.
 */
final class Unpromised {
    /** A structure too large for registers, so that the callee writes to memory as it does for an object. */
    @Structure.FieldOrder("words")
    public static final class Returned extends Structure implements Structure.ByValue {
        /** The tensor, then nothing. */
        public long[] words = new long[4];
    }

    private Unpromised() {
    }

    /** Binds every function; an {@link UnsatisfiedLinkError} names one that is missing. */
    static void bind(String file, int flags) {
        Native.register(Unpromised.class, NativeLibrary.getInstance(file,
                Map.of(Library.OPTION_FUNCTION_MAPPER, Symbol.MAPPER, Library.OPTION_OPEN_FLAGS, flags)));
    }

    /** Returns the address of a tensor's gradient, itself a handle; the argument is the address of the implementation. */
    @Symbol("_ZN3c1010TensorImpl12mutable_gradEv")
    static native long mutableGrad(long implementation);

    /** Writes a tensor to its first argument: objects are returned so on x86-64. */
    @Symbol("_ZN2at4_ops10add_Tensor4callERKNS_6TensorES4_RKN3c106ScalarE")
    static native void add(long result, long self, long other, long alpha);

    /** Returns the same tensor as any platform returns a large structure; the tensor is its first word. */
    @Symbol("_ZN2at4_ops10add_Tensor4callERKNS_6TensorES4_RKN3c106ScalarE")
    static native Returned addReturned(long self, long other, long alpha);

    @Symbol("_ZN2at4_ops11add__Tensor4callERNS_6TensorERKS2_RKN3c106ScalarE")
    static native long addInPlace(long self, long other, long alpha);

    @Symbol("_ZN2at4_ops8addcmul_4callERNS_6TensorERKS2_S5_RKN3c106ScalarE")
    static native long addcmulInPlace(long self, long first, long second, long value);

    @Symbol("_ZN2at4_ops8addcdiv_4callERNS_6TensorERKS2_S5_RKN3c106ScalarE")
    static native long addcdivInPlace(long self, long first, long second, long value);

    @Symbol("_ZN2at4_ops12lerp__Scalar4callERNS_6TensorERKS2_RKN3c106ScalarE")
    static native long lerpInPlace(long self, long end, long weight);

    @Symbol("_ZN2at4_ops6addmm_4callERNS_6TensorERKS2_S5_RKN3c106ScalarES9_")
    static native long addmmInPlace(long self, long first, long second, long beta, long alpha);

    @Symbol("_ZN2at4_ops8baddbmm_4callERNS_6TensorERKS2_S5_RKN3c106ScalarES9_")
    static native long baddbmmInPlace(long self, long first, long second, long beta, long alpha);

    @Symbol("_ZN2at15set_num_threadsEi")
    static native void setThreads(int threads);

    @Symbol("_ZN2at13globalContextEv")
    static native long context();

    @Symbol("_ZN2at7Context26setDeterministicAlgorithmsEbb")
    static native void setDeterministic(long context, int on, int warnOnly);

    @Symbol("_ZNK2at7Context23deterministicAlgorithmsEv")
    static native byte deterministic(long context);

    @Symbol("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb")
    static native void setFillUninitialized(long context, int on);

    @Symbol("_ZN2at7Context18setAllowTF32CuBLASEb")
    static native void setAllowTf32(long context, int on);

    @Symbol("_ZN2at7Context14setSDPUseCuDNNEb")
    static native void setCudnnAttention(long context, int on);
}
