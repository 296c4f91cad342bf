package growth.formats.safetensors;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The entry of a tensor in a safetensors file, without its place.
 *
 * @param name  the tensor's name
 * @param type  type of its elements
 * @param shape its dimensions, outermost first (row-major); empty for a scalar
 */
public record TensorInfo(String name, TensorType type, List<Long> shape) {
    /** Throws an {@link ArithmeticException} if the tensor has more bytes than a file can hold. */
    public TensorInfo {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(d -> d < 0)) {
            throw new IllegalArgumentException("tensor '" + name + "' has a negative dimension: " + shape);
        }
        Math.multiplyExact(count(shape), type.bytes());
    }

    /** Returns a tensor of that shape. */
    public static TensorInfo of(String name, TensorType type, long... shape) {
        return new TensorInfo(name, type, Arrays.stream(shape).boxed().toList());
    }

    /** Returns the number of elements. */
    public long count() {
        return count(shape);
    }

    /** Returns the number of bytes. */
    public long bytes() {
        return count() * type.bytes();
    }

    /** Returns the dimensions as an array. */
    public long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static long count(List<Long> shape) {
        // a dimension of 0 makes the product 0, whatever the others are
        return shape.contains(0L) ? 0 : shape.stream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public String toString() {
        return type + shape.toString();
    }
}
