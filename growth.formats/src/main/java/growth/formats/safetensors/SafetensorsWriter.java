package growth.formats.safetensors;

import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import java.util.function.BiConsumer;

/**
 * Writes a safetensors file to a channel as a stream: first the header, then the tensors one by one in the header's order, each in as many
 * slices as the caller likes. The same tensors give the same bytes. The channel stays the caller's. For one thread.
 */
public final class SafetensorsWriter {
    private static final int SLICE_BYTES = 1 << 20;
    private final WritableByteChannel channel;
    private final SafetensorsHeader header;
    private final Iterator<TensorInfo> order;
    private final ByteBuffer slice = ByteBuffer.allocateDirect(SLICE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private TensorInfo current;
    private long missing;

    /** Writes the header. */
    public SafetensorsWriter(WritableByteChannel channel, SafetensorsHeader header) throws IOException {
        this.channel = channel;
        this.header = header;
        this.order = header.tensors().values().iterator();
        writeFully(header.encode());
        advance();
    }

    /** Returns the type of a tensor in the header. */
    TensorType type(String tensor) {
        return header.tensors().get(tensor).type();
    }

    /**
     * Writes the next elements of a floating-point tensor, rounded to its type.
     *
     * @throws IllegalStateException if it is another tensor's turn or the tensor has fewer elements left
     */
    public void write(String tensor, FloatBuffer values) throws IOException {
        write(tensor, values, (part, bytes) -> Elements.fromFloats(current.type(), part, bytes));
    }

    /** As {@link #write(String, FloatBuffer)}. */
    public void write(String tensor, DoubleBuffer values) throws IOException {
        write(tensor, values, (part, bytes) -> Elements.fromDoubles(current.type(), part, bytes));
    }

    /** Writes the next elements of a tensor of I32 or I64. */
    public void write(String tensor, IntBuffer values) throws IOException {
        write(tensor, values, (part, bytes) -> Elements.fromInts(current.type(), part, bytes));
    }

    /**
     * Ends the file.
     *
     * @throws IllegalStateException if tensors of the header have not been written
     */
    public void finish() {
        if (current != null) {
            throw new IllegalStateException("tensor '" + current.name() + "' lacks " + missing + " elements");
        }
    }

    private <B extends Buffer> void write(String tensor, B values, BiConsumer<B, ByteBuffer> convert) throws IOException {
        if (!values.hasRemaining()) {
            return;
        }
        if (current == null || !current.name().equals(tensor) || values.remaining() > missing) {
            throw new IllegalStateException(values.remaining() + " elements of '" + tensor + "' are not due, but "
                    + (current == null ? "nothing" : missing + " of '" + current.name() + "'"));
        }
        int end = values.limit();
        int elements = SLICE_BYTES / current.type().bytes();
        while (values.position() < end) {
            values.limit(Math.min(end, values.position() + elements));
            missing -= values.remaining();
            convert.accept(values, slice.clear());
            writeFully(slice.flip());
        }
        values.limit(end);
        if (missing == 0) {
            advance();
        }
    }

    /** Tensors without elements are done as soon as it is their turn. */
    private void advance() {
        do {
            current = order.hasNext() ? order.next() : null;
            missing = current == null ? 0 : current.count();
        } while (current != null && missing == 0);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
