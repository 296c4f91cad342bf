package growth.formats.safetensors;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.formats.folder.FileBytes;
import growth.formats.folder.ForeignBytes;
import growth.formats.folder.IoReason;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A safetensors file, opened for reading. Opening reads and checks the header alone; tensors are read one by one and by slices, so that
 * files and tensors may be larger than memory or 2 GB. The file is not trusted: whatever is wrong with it is one line with the file's and
 * the tensor's name. For one thread.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int SLICE_BYTES = 1 << 20;
    private final FileChannel channel;
    private final SafetensorsHeader header;
    private final Map<String, Long> offsets;
    private final long dataStart;
    private final Refusal refusal;
    private final ByteBuffer slice = ByteBuffer.allocateDirect(SLICE_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsFile(FileChannel channel, SafetensorsHeader header, long dataStart, Refusal refusal) {
        this.channel = channel;
        this.header = header;
        this.offsets = header.offsets();
        this.dataStart = dataStart;
        this.refusal = refusal;
    }

    /**
     * Opens a file that belongs to a checkpoint.
     *
     * @throws GrowthException (CHECKPOINT) if it cannot be read or is none
     */
    public static SafetensorsFile open(Path file) {
        return open(file, Kind.CHECKPOINT);
    }

    /**
     * Opens a file.
     *
     * @param kind what its failure means to the caller
     * @throws GrowthException of that kind, if it cannot be read or is none
     */
    public static SafetensorsFile open(Path file, Kind kind) {
        Refusal refusal = new Refusal(file, kind);
        FileChannel channel = null;
        try {
            if (Files.isDirectory(file)) {
                throw refusal.of("is a folder, not a safetensors file");
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
            byte[] json = readHeader(channel, refusal);
            long dataStart = Long.BYTES + json.length;
            SafetensorsHeader header = new HeaderParser(refusal, channel.size() - dataStart).parse(json);
            return new SafetensorsFile(channel, header, dataStart, refusal);
        } catch (IOException e) {
            close(channel);
            throw refusal.of("cannot be read: " + IoReason.of(e), e);
        } catch (RuntimeException | Error e) {
            close(channel);
            throw e;
        }
    }

    private static byte[] readHeader(FileChannel channel, Refusal refusal) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw refusal.of("has " + size + " bytes; a safetensors file begins with 8 bytes that hold the header's length");
        }
        long length = ByteBuffer.wrap(FileBytes.read(channel, 0, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > Math.min(size - Long.BYTES, SafetensorsHeader.LIMIT)) {
            Optional<String> foreign = ForeignBytes.explain(refusal.file());
            if (foreign.isPresent()) {
                throw refusal.of(foreign.get());
            }
        }
        if (length < 0 || length > SafetensorsHeader.LIMIT) {
            throw refusal.of("the header would have " + Long.toUnsignedString(length) + " bytes, more than the " + SafetensorsHeader.LIMIT
                    + " allowed; this is no safetensors file");
        }
        if (length > size - Long.BYTES) {
            throw refusal.of("the header would have " + length + " bytes, but the file has only " + size
                    + "; it is truncated or no safetensors file");
        }
        return FileBytes.read(channel, Long.BYTES, (int) length);
    }

    /** Returns the names, shapes and types of the tensors, and the file's metadata. */
    public SafetensorsHeader header() {
        return header;
    }

    /** Returns the tensors' names in the order of their data. */
    public Set<String> names() {
        return header.tensors().keySet();
    }

    /**
     * Returns type and shape of that tensor.
     *
     * @throws GrowthException if there is none of that name
     */
    public TensorInfo tensor(String name) {
        TensorInfo tensor = header.tensors().get(name);
        if (tensor == null) {
            throw refusal.of(name, "is missing");
        }
        return tensor;
    }

    /**
     * Returns all elements of a tensor of F16, BF16, F32 or F64 (rounded), row-major.
     *
     * @throws GrowthException if it is missing, of another type, or larger than an array
     */
    public float[] floats(String name) {
        float[] values = new float[arrayLength(tensor(name))];
        read(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    /**
     * Returns all elements of a tensor of F16, BF16, F32 or F64, row-major.
     *
     * @throws GrowthException if it is missing, of another type, or larger than an array
     */
    public double[] doubles(String name) {
        double[] values = new double[arrayLength(tensor(name))];
        read(name, 0, DoubleBuffer.wrap(values));
        return values;
    }

    /**
     * Returns all elements of a tensor of whole numbers or BOOL (0 and 1), row-major.
     *
     * @throws GrowthException if it is missing, of another type, larger than an array, or an element does not fit an int
     */
    public int[] ints(String name) {
        int[] values = new int[arrayLength(tensor(name))];
        read(name, 0, IntBuffer.wrap(values));
        return values;
    }

    /**
     * Fills the buffer with elements of a tensor of F16, BF16, F32 or F64 (rounded).
     *
     * @param from index of the first element, row-major
     */
    public void read(String name, long from, FloatBuffer target) {
        TensorInfo tensor = floating(name);
        read(tensor, from, target, (bytes, part) -> Elements.toFloats(tensor.type(), bytes, part));
    }

    /**
     * Fills the buffer with elements of a tensor of F16, BF16, F32 or F64.
     *
     * @param from index of the first element, row-major
     */
    public void read(String name, long from, DoubleBuffer target) {
        TensorInfo tensor = floating(name);
        read(tensor, from, target, (bytes, part) -> Elements.toDoubles(tensor.type(), bytes, part));
    }

    /**
     * Fills the buffer with elements of a tensor of whole numbers.
     *
     * @param from index of the first element, row-major
     * @throws GrowthException if an element does not fit an int
     */
    public void read(String name, long from, IntBuffer target) {
        TensorInfo tensor = tensor(name);
        if (!tensor.type().whole()) {
            throw refusal.of(name, "is " + tensor.type() + ", but whole numbers are needed");
        }
        try {
            read(tensor, from, target, (bytes, part) -> Elements.toInts(tensor.type(), bytes, part));
        } catch (ArithmeticException e) {
            throw refusal.of(name, "holds a number that is no 32-bit integer");
        }
    }

    /**
     * Returns the tensor of that name, which holds numbers with fractions.
     *
     * @throws GrowthException in one line with file and tensor, if it does not
     */
    public TensorInfo floating(String name) {
        TensorInfo tensor = tensor(name);
        if (!tensor.type().floating()) {
            throw refusal.of(name, "is " + tensor.type() + ", but F32, F64, F16 or BF16 is needed");
        }
        return tensor;
    }

    /** Returns an error about a tensor's contents, of the kind the file was opened with, to be thrown. */
    public GrowthException refuse(String name, String message) {
        return refusal.of(name, message);
    }

    private int arrayLength(TensorInfo tensor) {
        if (tensor.count() > Integer.MAX_VALUE - 8) {
            throw refusal.of(tensor.name(), "has " + tensor.count() + " elements, more than a Java array; read it by slices");
        }
        return (int) tensor.count();
    }

    private <B extends Buffer> void read(TensorInfo tensor, long from, B target, BiConsumer<ByteBuffer, B> convert) {
        if (from < 0 || from > tensor.count() - target.remaining()) {
            throw new IndexOutOfBoundsException("elements " + from + " to " + (from + target.remaining()) + " of " + tensor);
        }
        int width = tensor.type().bytes();
        long position = dataStart + offsets.get(tensor.name()) + from * width;
        try {
            while (target.hasRemaining()) {
                slice.clear().limit((int) Math.min(SLICE_BYTES, (long) target.remaining() * width));
                FileBytes.fill(channel, position, slice);
                position += slice.limit();
                convert.accept(slice.flip(), target);
            }
        } catch (IOException e) {
            throw refusal.of("tensor " + Refusal.quoted(tensor.name()) + ": cannot be read: " + IoReason.of(e), e);
        }
    }

    @Override
    public void close() {
        close(channel);
    }

    private static void close(FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // nothing was written, so nothing is lost if the system cannot close it
            return;
        }
    }
}
