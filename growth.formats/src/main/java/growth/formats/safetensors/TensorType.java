package growth.formats.safetensors;

import java.util.Arrays;
import java.util.Optional;

/** The element types of safetensors files whose elements are whole bytes, with the names the format gives them. */
public enum TensorType {
    BOOL(1), U8(1), I8(1), F8_E4M3(1), F8_E5M2(1), U16(2), I16(2),
    /** IEEE 754 half precision: 5 bits of exponent, 10 of fraction. */
    F16(2),
    /** The upper half of an F32: 8 bits of exponent, 7 of fraction. */
    BF16(2),
    U32(4), I32(4), F32(4), U64(8), I64(8), F64(8);

    private final int bytes;

    TensorType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the number of bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether tensors of the type can be read and written as floating-point numbers. */
    public boolean floating() {
        return this == F16 || this == BF16 || this == F32 || this == F64;
    }

    /** Returns whether tensors of the type can be read as whole numbers. */
    public boolean whole() {
        return !floating() && this != F8_E4M3 && this != F8_E5M2;
    }

    /** Returns the type of that name, if it is one of these. */
    public static Optional<TensorType> of(String name) {
        return Arrays.stream(values()).filter(t -> t.name().equals(name)).findFirst();
    }
}
