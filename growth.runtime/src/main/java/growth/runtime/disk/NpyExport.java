package growth.runtime.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.formats.folder.AtomicFolder;
import growth.formats.huggingface.HuggingFaceConfig;
import growth.formats.json.PrettyJson;
import growth.formats.npy.NpyFile;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A folder of NumPy files, one per tensor, with a manifest that names, types and sizes them, and the model's configuration. A head that is
 * the embedding is not written.
 *
 * @param source the model
 * @param order  how it is written
 */
record NpyExport(ExportSource source, ModelExport order) {
    private static final String MANIFEST = "manifest.json";

    ExportedModel write(ObjectNode provenance) {
        List<TensorInfo> tensors = source.tensors().values().stream().map(tensor -> new TensorInfo(tensor.name(),
                NpyFile.type(order.weights().type().orElse(tensor.type())), tensor.shape())).toList();
        List<String> files = new ArrayList<>();
        ObjectNode manifest = provenance.deepCopy().put("model_type", source.shape().family().id()).put("tied_head", source.shape().tied());
        ArrayNode entries = manifest.putArray("tensors");
        try (AtomicFolder target = AtomicFolder.begin(order.to())) {
            for (TensorInfo tensor : tensors) {
                // a name comes from a file that nobody has vouched for
                String file = tensor.name().replaceAll("[^\\w.-]", "_") + ".npy";
                target.write(file, channel -> write(channel, tensor));
                files.add(file);
                ObjectNode entry = entries.addObject().put("name", tensor.name()).put("file", file)
                        .put("dtype", NpyFile.descriptor(tensor.type()));
                tensor.shape().forEach(entry.putArray("shape")::add);
            }
            target.write(HuggingFaceConfig.FILE, HuggingFaceConfig.completed(source.folder().resolve(HuggingFaceConfig.FILE),
                    source.shape(), tensors.get(0).type()));
            target.write(MANIFEST, PrettyJson.of((JsonNode) manifest));
            target.commit();
        }
        return new ExportedModel(source.folder(), source.shape(), files, tensors.stream().mapToLong(TensorInfo::bytes).sum(),
                source.leftOut(), source.gateWarnings());
    }

    private void write(WritableByteChannel channel, TensorInfo tensor) throws IOException {
        TensorType type = tensor.type();
        try {
            source.give(source.tensors().get(tensor.name()), values -> write(channel, tensor.name(), values, type));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(WritableByteChannel channel, String name, INDArray values, TensorType type) {
        try {
            NpyFile.write(channel, name, values, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
