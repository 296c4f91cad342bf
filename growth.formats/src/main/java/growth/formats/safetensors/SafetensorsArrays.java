package growth.formats.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ND4J's arrays in safetensors files: FLOAT as F32, DOUBLE as F64. */
public final class SafetensorsArrays {
    /** Elements copied at once; arrays may be larger than a Java buffer. */
    private static final int SLICE = 1 << 22;

    private SafetensorsArrays() {
    }

    /**
     * Returns a new array with the tensor's shape and elements.
     *
     * @param type FLOAT or DOUBLE, whatever floating-point type the file has
     * @throws growth.api.GrowthException if the tensor is missing or not of a floating-point type
     */
    public static INDArray read(SafetensorsFile file, String name, DataType type) {
        requireFloating(type);
        TensorInfo tensor = file.tensor(name);
        if (tensor.shape().isEmpty()) {
            return type == DataType.FLOAT ? Nd4j.scalar(file.floats(name)[0]) : Nd4j.scalar(file.doubles(name)[0]);
        }
        INDArray array = Nd4j.createUninitialized(type, tensor.dimensions(), 'c');
        try {
            read(file, name, array);
            return array;
        } catch (RuntimeException | Error e) {
            array.close();
            throw e;
        }
    }

    private static void read(SafetensorsFile file, String name, INDArray array) {
        if (addressable(array)) {
            fill(file, name, array);
        } else {
            fillBySlices(file, name, array);
        }
    }

    /**
     * Reads a tensor into an array, as {@link #readFinite(SafetensorsFile, String, DataType)} does.
     *
     * @param into a row-major array of FLOAT or DOUBLE, of the tensor's shape
     */
    public static void readFinite(SafetensorsFile file, String name, INDArray into) {
        requireFloating(into.dataType());
        if (!Arrays.equals(file.tensor(name).dimensions(), into.shape())) {
            throw new IllegalArgumentException(file.tensor(name) + " does not fit into an array of " + Arrays.toString(into.shape()));
        }
        read(file, name, into);
        FiniteValues.require(file, name, into);
    }

    /**
     * As {@link #read}, for numbers that are computed with.
     *
     * @throws growth.api.GrowthException also if an element is NaN or infinite, with tensor and index
     */
    public static INDArray readFinite(SafetensorsFile file, String name, DataType type) {
        INDArray array = read(file, name, type);
        try {
            FiniteValues.require(file, name, array);
            return array;
        } catch (RuntimeException | Error e) {
            array.close();
            throw e;
        }
    }

    private static void fill(SafetensorsFile file, String name, INDArray array) {
        if (array.dataType() == DataType.FLOAT) {
            file.read(name, 0, elements(array.data().asNioFloat(), array));
        } else {
            file.read(name, 0, elements(array.data().asNioDouble(), array));
        }
    }

    private static void fillBySlices(SafetensorsFile file, String name, INDArray array) {
        INDArray flat = array.reshape('c', new long[] {array.length()});
        for (long from = 0; from < flat.length(); from += SLICE) {
            long to = Math.min(from + SLICE, flat.length());
            try (INDArray part = part(file, name, from, to, array.dataType())) {
                flat.get(NDArrayIndex.interval(from, to)).assign(part);
            }
        }
    }

    /** Returns whether the array is row-major without gaps, and the memory that it lies in no larger than a Java buffer. */
    private static boolean addressable(INDArray array) {
        long stride = 1;
        for (int d = array.rank() - 1; d >= 0; d--) {
            if (array.size(d) != 1 && array.stride(d) != stride) {
                return false;
            }
            stride *= array.size(d);
        }
        long memory = array.isView() ? array.data().underlyingLength() : array.length();
        return memory * array.dataType().width() <= Integer.MAX_VALUE;
    }

    /** Returns the buffer of the array's elements, and no others. */
    private static <B extends Buffer> B elements(B buffer, INDArray array) {
        buffer.limit(buffer.position() + (int) array.length());
        return buffer;
    }

    private static INDArray part(SafetensorsFile file, String name, long from, long to, DataType type) {
        int length = (int) (to - from);
        if (type == DataType.FLOAT) {
            float[] values = new float[length];
            file.read(name, from, FloatBuffer.wrap(values));
            return Nd4j.createFromArray(values);
        }
        double[] values = new double[length];
        file.read(name, from, DoubleBuffer.wrap(values));
        return Nd4j.createFromArray(values);
    }

    /** Returns the header entry of an array, in the type that holds it exactly. */
    public static TensorInfo info(String name, INDArray array) {
        requireFloating(array.dataType());
        return TensorInfo.of(name, array.dataType() == DataType.FLOAT ? TensorType.F32 : TensorType.F64, array.shape());
    }

    /**
     * Writes a whole tensor, row-major, rounded to the type that the writer's header says.
     *
     * @throws growth.api.GrowthException (CHECKPOINT) with tensor and index, if an element is beyond a narrower type's range
     */
    public static void write(SafetensorsWriter writer, String name, INDArray array) throws IOException {
        requireFloating(array.dataType());
        FiniteValues.requireFits(name, array, writer.type(name));
        try {
            slices(array, (from, part) -> write(writer, name, part));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(SafetensorsWriter writer, String name, Buffer part) {
        try {
            if (part instanceof FloatBuffer floats) {
                writer.write(name, floats);
            } else {
                writer.write(name, (DoubleBuffer) part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes a part of an array's elements, from a place on. */
    @FunctionalInterface
    interface Slices {
        void take(long from, Buffer part);
    }

    /** Hands out all elements in row-major order: at once, or in copied parts if the array has gaps or is larger than a Java buffer. */
    static void slices(INDArray array, Slices slices) {
        if (addressable(array)) {
            slices.take(0, buffer(array));
            return;
        }
        INDArray flat = array.reshape('c', new long[] {array.length()});
        for (long from = 0; from < flat.length(); from += SLICE) {
            long to = Math.min(from + SLICE, flat.length());
            try (INDArray part = flat.get(NDArrayIndex.interval(from, to)).dup()) {
                slices.take(from, buffer(part));
            }
        }
    }

    private static Buffer buffer(INDArray array) {
        return array.dataType() == DataType.FLOAT ? elements(array.data().asNioFloat(), array)
                : elements(array.data().asNioDouble(), array);
    }

    /** Writes a file of those arrays, each in the type that holds it exactly. */
    public static void write(WritableByteChannel channel, Map<String, INDArray> arrays, Map<String, String> metadata) throws IOException {
        List<TensorInfo> tensors = arrays.entrySet().stream().map(e -> info(e.getKey(), e.getValue())).toList();
        SafetensorsHeader header = SafetensorsHeader.of(tensors, metadata);
        SafetensorsWriter writer = new SafetensorsWriter(channel, header);
        for (String name : header.tensors().keySet()) {
            write(writer, name, arrays.get(name));
        }
        writer.finish();
    }

    private static void requireFloating(DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("arrays of " + type + " are neither read nor written; FLOAT and DOUBLE are");
        }
    }
}
