package growth.formats.safetensors;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Finds the first element of an array that is NaN, infinite or too large for the type it is written in. */
final class FiniteValues {
    /** From half a step above the largest finite value on, numbers round to infinity. */
    private static final double F16_LIMIT = Math.nextDown(65520f);
    private static final int BLOCK = 1 << 14;
    private static final double BF16_LIMIT = Math.nextDown(0x1.FFp127f);

    private FiniteValues() {
    }

    /** Refuses, with file, tensor and index, a tensor with an element that is NaN or infinite; the kind is the file's. */
    static void require(SafetensorsFile file, String name, INDArray array) {
        long bad = first(array, array.dataType() == DataType.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE);
        if (bad >= 0) {
            throw file.refuse(name, "element " + index(bad, array.shape()) + " is " + array.getDouble(index(bad, array))
                    + "; every weight must be a finite number, so the file is damaged or was saved after its training had diverged");
        }
    }

    /** Refuses, with tensor and index, a tensor with an element that would become infinite in a narrower type (CHECKPOINT). */
    static void requireFits(String name, INDArray array, TensorType type) {
        double limit = limit(array.dataType(), type);
        long bad = limit == Double.POSITIVE_INFINITY ? -1 : first(array, limit);
        if (bad >= 0) {
            double value = array.getDouble(index(bad, array));
            throw new GrowthException(Kind.CHECKPOINT, "tensor " + Refusal.quoted(name) + ": element " + index(bad, array.shape()) + " is "
                    + value + (Double.isFinite(value) ? ", which " + type + " cannot hold; write "
                    + (type == TensorType.F16 ? "BF16 or " : "") + "F32 instead" : "; every weight must be a finite number"));
        }
    }

    private static double limit(DataType from, TensorType to) {
        return switch (to) {
            case F16 -> F16_LIMIT;
            case BF16 -> BF16_LIMIT;
            case F32 -> from == DataType.DOUBLE ? Float.MAX_VALUE : Double.POSITIVE_INFINITY;
            default -> Double.POSITIVE_INFINITY;
        };
    }

    /** Returns the row-major index of the first element whose magnitude is not within the limit; -1 if all are. */
    private static long first(INDArray array, double limit) {
        long[] found = {-1};
        SafetensorsArrays.slices(array, (from, part) -> {
            if (found[0] < 0) {
                long bad = part instanceof FloatBuffer floats ? first(floats, (float) limit) : first((DoubleBuffer) part, limit);
                found[0] = bad < 0 ? -1 : from + bad;
            }
        });
        return found[0];
    }

    private static long first(FloatBuffer values, float limit) {
        int blocks = (int) ((values.remaining() + (long) BLOCK - 1) / BLOCK);
        return IntStream.range(0, blocks).parallel().map(block -> first(values, limit, block * BLOCK)).filter(i -> i >= 0).min().orElse(-1);
    }

    /** Without their signs, the bits of floats are in the order of their magnitudes, and NaNs come last. */
    private static int first(FloatBuffer values, float limit, int from) {
        float[] block = new float[Math.min(BLOCK, values.remaining() - from)];
        values.get(values.position() + from, block);
        int most = 0;
        for (float value : block) {
            most = Math.max(most, Float.floatToRawIntBits(value) & Integer.MAX_VALUE);
        }
        int last = Float.floatToRawIntBits(limit);
        if (most <= last) {
            return -1;
        }
        int i = 0;
        while ((Float.floatToRawIntBits(block[i]) & Integer.MAX_VALUE) <= last) {
            i++;
        }
        return from + i;
    }

    private static long first(DoubleBuffer values, double limit) {
        for (int i = 0; i < values.remaining(); i++) {
            if (!(Math.abs(values.get(values.position() + i)) <= limit)) {
                return i;
            }
        }
        return -1;
    }

    private static long[] index(long place, INDArray array) {
        return array.rank() == 0 ? new long[] {0} : index(place, array.shape()).stream().mapToLong(Long::longValue).toArray();
    }

    private static Deque<Long> index(long place, long[] shape) {
        Deque<Long> index = new ArrayDeque<>();
        long rest = place;
        for (int d = shape.length - 1; d >= 0; d--) {
            index.addFirst(rest % shape[d]);
            rest /= shape[d];
        }
        return index;
    }
}
