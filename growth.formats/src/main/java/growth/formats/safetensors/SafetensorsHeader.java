package growth.formats.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The table of contents of a safetensors file: its tensors in the order of their data, without overlaps or holes, and texts about them.
 *
 * @param tensors  name → tensor, in the order of the data
 * @param metadata texts about the file, in alphabetical order; transformers asks for {@code format = pt}
 */
public record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    /** Bytes that the reference implementation allows a header at most. */
    public static final int LIMIT = 100_000_000;
    /** The name that stands for {@link #metadata} and so cannot be a tensor's. */
    static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    public SafetensorsHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * A header for tensors to be written: those with larger elements first, so that every tensor is aligned, otherwise in the given order.
     *
     * @throws IllegalArgumentException if two tensors have the same name
     */
    public static SafetensorsHeader of(Collection<TensorInfo> tensors, Map<String, String> metadata) {
        List<TensorInfo> ordered = tensors.stream().sorted(Comparator.comparingInt((TensorInfo t) -> -t.type().bytes())).toList();
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        for (TensorInfo tensor : ordered) {
            if (tensor.name().equals(METADATA) || byName.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException("a safetensors file cannot hold two tensors named '" + tensor.name() + "'");
            }
        }
        return new SafetensorsHeader(byName, metadata);
    }

    /** Returns the first byte of each tensor by name, counted from the end of the header. */
    public Map<String, Long> offsets() {
        Map<String, Long> offsets = new LinkedHashMap<>();
        long next = 0;
        for (TensorInfo tensor : tensors.values()) {
            offsets.put(tensor.name(), next);
            next += tensor.bytes();
        }
        return offsets;
    }

    /** Returns the beginning of a file: the header's length, then JSON, padded with spaces so that the data are aligned. */
    public ByteBuffer encode() {
        byte[] json = json();
        int length = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (length > LIMIT) {
            throw new IllegalArgumentException("a safetensors header has at most " + LIMIT + " bytes, not " + length);
        }
        byte[] padded = Arrays.copyOf(json, length);
        Arrays.fill(padded, json.length, length, (byte) ' ');
        return ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(padded).flip();
    }

    private byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            Map<String, Long> offsets = offsets();
            for (TensorInfo tensor : tensors.values()) {
                writeTensor(json, tensor, offsets.get(tensor.name()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeTensor(JsonGenerator json, TensorInfo tensor, long begin) throws IOException {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.type().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.dimensions(), 0, tensor.shape().size());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, begin + tensor.bytes()}, 0, 2);
        json.writeEndObject();
    }
}
