package growth.engine.torch.aten;

import java.util.Arrays;

/**
 * A tensor of libtorch, held by one handle. It belongs to an {@link Arena} and lives until that closes or {@link #release} is called;
 * other tensors may share its memory.
 */
public final class Tensor {
    private final Calls calls;
    private long handle;
    private long[] sizes;
    private Dtype dtype;
    Arena arena;
    int place;

    Tensor(Calls calls, long handle) {
        this.calls = calls;
        this.handle = handle;
    }

    /** Returns the handle; only this package may see it. */
    long handle() {
        if (handle == 0) {
            throw new IllegalStateException("a tensor was used after its release");
        }
        return handle;
    }

    /** Returns what calls operators on it. */
    Calls calls() {
        return calls;
    }

    /** Returns the number of dimensions; 0 for a scalar. */
    public int dim() {
        return shape().length;
    }

    /** Returns the sizes of all dimensions. */
    public long[] sizes() {
        return shape().clone();
    }

    /**
     * Returns the size of a dimension.
     *
     * @param dimension from 0, or from −1 for the last downwards
     */
    public long size(int dimension) {
        long[] shape = shape();
        return shape[dimension < 0 ? shape.length + dimension : dimension];
    }

    /** Returns how many elements lie between neighbours in each dimension. */
    public long[] strides() {
        return calls.facts().strides(handle(), shape().length);
    }

    /** Returns the number of elements. */
    public long numel() {
        long product = 1;
        for (long size : shape()) {
            product *= size;
        }
        return product;
    }

    /** Returns the type of the elements. */
    public Dtype dtype() {
        if (dtype == null) {
            dtype = calls.facts().dtype(handle());
        }
        return dtype;
    }

    /** Returns whether the elements lie on a GPU. */
    public boolean isOnCuda() {
        return calls.facts().onCuda(handle());
    }

    /** Returns whether elements lie in row-major order without gaps. */
    public boolean isContiguous() {
        return calls.facts().contiguous(handle());
    }

    /** Returns the address of the first element: of host memory on the processor, of device memory on a GPU. */
    public long address() {
        return calls.facts().address(handle());
    }

    /** Returns whether the tensor is released. */
    public boolean isReleased() {
        return handle == 0;
    }

    /** Gives the handle back before the arena closes; a second call does nothing. Its memory is freed when nothing else shares it. */
    public void release() {
        if (handle != 0) {
            arena.forget(this);
            drop();
        }
    }

    /** Gives the handle back; the arena has forgotten this tensor. */
    void drop() {
        calls.drop(handle);
        handle = 0;
    }

    long[] shape() {
        if (sizes == null) {
            sizes = calls.facts().sizes(handle());
        }
        return sizes;
    }

    @Override
    public String toString() {
        return handle == 0 ? "released" : dtype() + Arrays.toString(shape());
    }
}
