package growth.engine.torch.aten;

import java.util.Arrays;

/**
 * A scope of tensors: what operators return belongs to the innermost open arena of their {@link Aten} and is released when that closes.
 *
 * <pre>{@code
 * try (Arena pass = aten.open()) {
 *     Tensor loss = …;
 *     return pass.keep(loss);
 * }
 * }</pre>
 */
public final class Arena implements AutoCloseable {
    private final Arenas arenas;
    private final Arena outer;
    private Tensor[] tensors = new Tensor[16];
    private int count;

    Arena(Arenas arenas, Arena outer) {
        this.arenas = arenas;
        this.outer = outer;
    }

    /**
     * Hands a tensor of this arena to the one outside, which releases it when it closes.
     *
     * @return the tensor
     */
    public Tensor keep(Tensor tensor) {
        if (tensor.arena != this) {
            throw new IllegalArgumentException("the tensor belongs to another arena");
        }
        if (outer == null) {
            throw new IllegalStateException("nothing lies outside the outermost arena");
        }
        forget(tensor);
        outer.take(tensor);
        return tensor;
    }

    /** Returns the number of tensors that this arena would release now. */
    public int size() {
        return count;
    }

    Arena outer() {
        return outer;
    }

    void take(Tensor tensor) {
        if (count == tensors.length) {
            tensors = Arrays.copyOf(tensors, 2 * count);
        }
        tensor.arena = this;
        tensor.place = count;
        tensors[count++] = tensor;
    }

    void forget(Tensor tensor) {
        Tensor last = tensors[--count];
        tensors[tensor.place] = last;
        last.place = tensor.place;
        tensors[count] = null;
    }

    /** Releases its tensors, and those of arenas that were opened inside and are still open. A second call does nothing. */
    @Override
    public void close() {
        arenas.close(this);
    }

    void releaseAll() {
        while (count > 0) {
            Tensor last = tensors[--count];
            tensors[count] = null;
            last.drop();
        }
    }
}
