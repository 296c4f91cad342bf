package growth.formats.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The elements of arrays as bytes and nothing else, for formats with headers of their own. */
public final class ArrayBytes {
    private static final int SLICE_BYTES = 1 << 20;

    private ArrayBytes() {
    }

    /**
     * Writes an array's elements, row-major, little-endian, rounded to a type.
     *
     * @param name  of the tensor, for messages
     * @param array of FLOAT or DOUBLE
     * @param type  F32, F64, F16 or BF16
     * @throws growth.api.GrowthException (CHECKPOINT) with tensor and index, if an element is beyond a narrower type's range
     */
    public static void write(WritableByteChannel channel, String name, INDArray array, TensorType type) throws IOException {
        FiniteValues.requireFits(name, array, type);
        ByteBuffer slice = ByteBuffer.allocateDirect(SLICE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try {
            SafetensorsArrays.slices(array, (from, part) -> write(channel, part, type, slice));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(WritableByteChannel channel, Buffer values, TensorType type, ByteBuffer slice) {
        int end = values.limit();
        while (values.position() < end) {
            values.limit(Math.min(end, values.position() + SLICE_BYTES / type.bytes()));
            slice.clear();
            if (values instanceof FloatBuffer floats) {
                Elements.fromFloats(type, floats, slice);
            } else {
                Elements.fromDoubles(type, (DoubleBuffer) values, slice);
            }
            slice.flip();
            try {
                while (slice.hasRemaining()) {
                    channel.write(slice);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            values.limit(end);
        }
    }
}
