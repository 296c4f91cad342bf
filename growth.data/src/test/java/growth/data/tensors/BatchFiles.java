package growth.data.tensors;

import growth.formats.safetensors.SafetensorsHeader;
import growth.formats.safetensors.SafetensorsWriter;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes safetensors files of small tensors. */
public final class BatchFiles {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<TensorInfo> tensors = new ArrayList<>();

    public BatchFiles ints(String name, List<Long> shape, int... elements) {
        return ints(name, TensorType.I32, shape, elements);
    }

    public BatchFiles ints(String name, TensorType type, List<Long> shape, int... elements) {
        tensors.add(new TensorInfo(name, type, shape));
        values.put(name, elements);
        return this;
    }

    public BatchFiles floats(String name, List<Long> shape, float... elements) {
        tensors.add(new TensorInfo(name, TensorType.F32, shape));
        values.put(name, elements);
        return this;
    }

    public Path write(Path file) throws IOException {
        SafetensorsHeader header = SafetensorsHeader.of(tensors, Map.of());
        try (var channel = Channels.newChannel(Files.newOutputStream(file))) {
            SafetensorsWriter writer = new SafetensorsWriter(channel, header);
            for (String name : header.tensors().keySet()) {
                if (values.get(name) instanceof int[] ints) {
                    writer.write(name, IntBuffer.wrap(ints));
                } else {
                    writer.write(name, FloatBuffer.wrap((float[]) values.get(name)));
                }
            }
            writer.finish();
        }
        return file;
    }
}
