package growth.engine.torch.aten;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;

/**
 * The stable C ABI of libtorch 2.10, bound directly. Handles, pointers and sizes are longs, since primitive arguments are what JNA passes
 * fastest; functions return 0 for success.
 */
final class Abi {
    /** The version that this binding was written for, which libtorch uses to read older callers' stacks. */
    static final long VERSION = 2L << 56 | 10L << 48;

    private Abi() {
    }

    /** Binds every function; an {@link UnsatisfiedLinkError} names one that is missing. */
    static void bind(String file, int flags) {
        Native.register(Abi.class, NativeLibrary.getInstance(file,
                Map.of(Library.OPTION_FUNCTION_MAPPER, Symbol.MAPPER, Library.OPTION_OPEN_FLAGS, flags)));
    }

    // operators

    @Symbol("torch_call_dispatcher")
    static native int callDispatcher(long operator, long overload, long stack, long version);

    @Symbol("torch_new_list_reserve_size")
    static native int newListReserveSize(long size, long result);

    @Symbol("torch_list_push_back")
    static native int listPushBack(long list, long value);

    @Symbol("torch_list_size")
    static native int listSize(long list, long result);

    @Symbol("torch_list_get_item")
    static native int listGetItem(long list, long index, long result);

    @Symbol("torch_delete_list")
    static native int deleteList(long list);

    @Symbol("aoti_torch_scalar_to_tensor_int64")
    static native int scalarToTensorInt64(long value, long result);

    @Symbol("torch_new_string_handle")
    static native int newStringHandle(long text, long length, long result);

    @Symbol("aoti_torch_aten_subtract_Tensor")
    static native int subtractTensor(long self, long other, double alpha, long result);

    @Symbol("aoti_torch_aten_fill__Scalar")
    static native int fillScalar(long self, double value);

    @Symbol("aoti_torch_scalar_to_tensor_float32")
    static native int scalarToTensorFloat32(float value, long result);

    // tensors

    @Symbol("aoti_torch_new_tensor_handle")
    static native int newTensorHandle(long tensor, long result);

    @Symbol("aoti_torch_delete_tensor_object")
    static native int deleteTensorObject(long tensor);

    @Symbol("aoti_torch_new_uninitialized_tensor")
    static native int newUninitializedTensor(long result);

    @Symbol("aoti_torch_assign_tensors")
    static native int assignTensors(long source, long target);

    @Symbol("aoti_torch_create_tensor_from_blob")
    static native int createTensorFromBlob(long data, long dimensions, long sizes, long strides, long offset, int dtype,
            int deviceType, int deviceIndex, long result);

    @Symbol("aoti_torch_empty_strided")
    static native int emptyStrided(long dimensions, long sizes, long strides, int dtype, int deviceType, int deviceIndex,
            long result);

    @Symbol("aoti_torch_empty_strided_pinned")
    static native int emptyStridedPinned(long dimensions, long sizes, long strides, int dtype, int deviceType, int deviceIndex,
            long result);

    @Symbol("aoti_torch_get_dim")
    static native int getDim(long tensor, long result);

    @Symbol("aoti_torch_get_sizes")
    static native int getSizes(long tensor, long result);

    @Symbol("aoti_torch_get_strides")
    static native int getStrides(long tensor, long result);

    @Symbol("aoti_torch_get_dtype")
    static native int getDtype(long tensor, long result);

    @Symbol("aoti_torch_get_device_type")
    static native int getDeviceType(long tensor, long result);

    @Symbol("aoti_torch_get_device_index")
    static native int getDeviceIndex(long tensor, long result);

    @Symbol("aoti_torch_is_contiguous")
    static native int isContiguous(long tensor, long result);

    @Symbol("aoti_torch_is_defined")
    static native int isDefined(long tensor, long result);

    @Symbol("aoti_torch_item_float32")
    static native int itemFloat32(long tensor, long result);

    @Symbol("torch_get_mutable_data_ptr")
    static native int getMutableDataPtr(long tensor, long result);

    @Symbol("torch_set_requires_grad")
    static native int setRequiresGrad(long tensor, int required);

    // settings and constants

    @Symbol("aoti_torch_grad_mode_is_enabled")
    static native byte gradModeIsEnabled();

    @Symbol("aoti_torch_grad_mode_set_enabled")
    static native void gradModeSetEnabled(int enabled);

    @Symbol("aoti_torch_abi_version")
    static native long abiVersion();

    @Symbol("aoti_torch_device_type_cpu")
    static native int deviceTypeCpu();

    @Symbol("aoti_torch_device_type_cuda")
    static native int deviceTypeCuda();

    @Symbol("aoti_torch_memory_format_contiguous_format")
    static native int memoryFormatContiguousFormat();

    @Symbol("aoti_torch_dtype_float32")
    static native int dtypeFloat32();

    @Symbol("aoti_torch_dtype_bfloat16")
    static native int dtypeBfloat16();

    @Symbol("aoti_torch_dtype_int64")
    static native int dtypeInt64();

    @Symbol("aoti_torch_dtype_bool")
    static native int dtypeBool();

    @Symbol("torch_get_num_threads")
    static native int getNumThreads(long result);
}
