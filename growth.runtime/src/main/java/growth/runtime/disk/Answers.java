package growth.runtime.disk;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.View;
import growth.formats.folder.IoReason;
import growth.formats.safetensors.SafetensorsArrays;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes a model's outputs for one batch, for comparison with other systems: a safetensors file with {@code logits}, {@code [rows,
 * sequence, vocabulary]} or {@code [rows, labels]}, {@code grad.NAME} for every parameter, and the loss among the file's metadata.
 *
 * @param session holds the model
 * @param batch   the batch
 * @param view    what runs
 * @param loss    its loss
 */
record Answers(EngineSession session, Batch batch, View view, double loss) {

    /** @throws GrowthException (CHECKPOINT) if the file cannot be written; a file of that name is replaced as a whole */
    void write(Path file) {
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        try (INDArray logits = session.logits(batch, view)) {
            Map<String, INDArray> tensors = new LinkedHashMap<>();
            tensors.put("logits", logits);
            session.gradients(batch, view).values().forEach((name, gradient) -> tensors.put("grad." + name, gradient));
            try {
                try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
                    SafetensorsArrays.write(channel, tensors, Map.of("loss", Double.toString(loss)));
                }
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": cannot be written: " + IoReason.of(e), e);
        }
    }
}
