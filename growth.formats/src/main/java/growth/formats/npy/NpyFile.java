package growth.formats.npy;

import growth.formats.safetensors.ArrayBytes;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Writes NumPy's .npy files (version 1.0), row-major and little-endian, as {@code numpy.save} does. */
public final class NpyFile {
    /** NumPy aligns the elements to as many bytes, so that they can be mapped. */
    private static final int ALIGNMENT = 64;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    private NpyFile() {
    }

    /** Returns the type in which elements of that type are kept: itself, and F32 for BF16, which NumPy does not have. */
    public static TensorType type(TensorType type) {
        return type == TensorType.BF16 ? TensorType.F32 : type;
    }

    /**
     * Returns NumPy's name of a type, e.g. {@code <f4}.
     *
     * @param type F16, F32 or F64
     */
    public static String descriptor(TensorType type) {
        return switch (type) {
            case F16 -> "<f2";
            case F32 -> "<f4";
            case F64 -> "<f8";
            default -> throw new IllegalArgumentException("NumPy has no " + type);
        };
    }

    /**
     * Writes an array.
     *
     * @param name  of the tensor, for messages
     * @param array of FLOAT or DOUBLE
     * @param type  the type to which its elements are rounded: F16, F32 or F64
     * @throws growth.api.GrowthException (CHECKPOINT) with tensor and index, if an element is beyond a narrower type's range
     */
    public static void write(WritableByteChannel channel, String name, INDArray array, TensorType type) throws IOException {
        ByteBuffer header = header(array.shape(), type);
        while (header.hasRemaining()) {
            channel.write(header);
        }
        ArrayBytes.write(channel, name, array, type);
    }

    private static ByteBuffer header(long[] shape, TensorType type) {
        String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ")) + (shape.length == 1 ? "," : "");
        String words = "{'descr': '" + descriptor(type) + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        int unpadded = MAGIC.length + 2 + words.length() + 1;
        String padded = words + " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
        byte[] bytes = new byte[MAGIC.length + 2 + padded.length()];
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[MAGIC.length] = (byte) padded.length();
        bytes[MAGIC.length + 1] = (byte) (padded.length() >> 8);
        System.arraycopy(padded.getBytes(StandardCharsets.US_ASCII), 0, bytes, MAGIC.length + 2, padded.length());
        return ByteBuffer.wrap(bytes);
    }
}
