package growth.engine.torch.aten;

/** A type of a tensor's elements. */
public enum Dtype {
    /** IEEE single precision. */
    F32(4),
    /** bfloat16: the exponent of single precision, eight bits of significand. */
    BF16(2),
    /** Signed 64-bit integers. */
    I64(8),
    /** Truth values, a byte each. */
    BOOL(1);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of an element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Returns libtorch's number of this type. */
    int code() {
        return switch (this) {
            case F32 -> Abi.dtypeFloat32();
            case BF16 -> Abi.dtypeBfloat16();
            case I64 -> Abi.dtypeInt64();
            case BOOL -> Abi.dtypeBool();
        };
    }

    /** Returns the type with libtorch's number. */
    static Dtype of(int code) {
        for (Dtype dtype : values()) {
            if (dtype.code() == code) {
                return dtype;
            }
        }
        throw new IllegalStateException("libtorch made a tensor of type " + code + ", which the engine does not use");
    }
}
