package growth.engine.torch.aten;

/** Operators on the bits of I64 tensors; sums and products wrap around at 64 bits. */
public final class Integers {
    private final Calls calls;
    private final Tensors tensors;

    Integers(Calls calls, Tensors tensors) {
        this.calls = calls;
        this.tensors = tensors;
    }

    /** Returns the numbers from 0 to before n, {@code [n]}, made on the device. */
    public Tensor range(long n) {
        try (Arena arena = calls.arenas().open()) {
            return arena.keep(add(calls.call("cumsum", calls.ref(tensors.full(Dtype.I64, 1, n)), 0, 0), -1));
        }
    }

    /** Returns a + value. */
    public Tensor add(Tensor a, long value) {
        try (Arena arena = calls.arenas().open()) {
            return arena.keep(calls.add(a, calls.own(calls.whole(value)), 1));
        }
    }

    /** Returns a · value. */
    public Tensor mul(Tensor a, long value) {
        return calls.call("mul.Tensor", calls.ref(a), calls.whole(value));
    }

    /** Returns where bits differ. */
    public Tensor xor(Tensor a, Tensor b) {
        return calls.call("bitwise_xor.Tensor", calls.ref(a), calls.ref(b));
    }

    /** Returns where bits differ from those of a value. */
    public Tensor xor(Tensor a, long value) {
        return calls.call("bitwise_xor.Tensor", calls.ref(a), calls.whole(value));
    }

    /** Returns the bits that are set in a value too. */
    public Tensor and(Tensor a, long value) {
        return calls.call("bitwise_and.Tensor", calls.ref(a), calls.whole(value));
    }

    /** Returns the bits moved to the right, with the sign moving in. */
    public Tensor shiftRight(Tensor a, int bits) {
        return calls.call("bitwise_right_shift.Tensor", calls.ref(a), calls.whole(bits));
    }

    /** Returns the bits moved to the left. */
    public Tensor shiftLeft(Tensor a, int bits) {
        return calls.call("bitwise_left_shift.Tensor", calls.ref(a), calls.whole(bits));
    }

    /** Returns a &lt; value, element by element. */
    public Tensor lt(Tensor a, long value) {
        return calls.call("lt.Tensor", calls.ref(a), calls.whole(value));
    }

    /** Returns a ≥ value, element by element. */
    public Tensor ge(Tensor a, long value) {
        return calls.call("ge.Tensor", calls.ref(a), calls.whole(value));
    }
}
