package growth.runtime.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.Gates;
import growth.api.model.ModelState;
import growth.formats.folder.IoReason;
import growth.formats.json.JsonFields;
import growth.formats.json.PrettyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The contents of {@code state.json}: the run's state, the parts of the model that are not tensors, and digests of the checkpoint's other
 * files.
 *
 * @param run            the run's state
 * @param optimizerSteps parameter → updates its tensor has seen
 * @param gates          the gates
 * @param files          the other files
 */
record CheckpointManifest(RunState run, Map<String, Long> optimizerSteps, Gates gates, Map<String, FileDigest> files) {
    static final String FILE = "state.json";
    /** Raised when a change makes files that older versions would misread. */
    static final int FORMAT = 2;
    /** The key of the error about a checkpoint of another version. */
    static final String FORMAT_KEY = "format";

    static CheckpointManifest of(RunState run, ModelState model, Map<String, FileDigest> files) {
        Map<String, Long> steps = new LinkedHashMap<>();
        model.optimizer().forEach((name, remembered) -> steps.put(name, remembered.steps()));
        return new CheckpointManifest(run, steps, model.gates(), files);
    }

    /** Returns the text of the file. */
    String text() {
        return PrettyJson.of(StateFile.of(run, gates, optimizerSteps, files).json());
    }

    /**
     * @param folder a checkpoint
     * @throws GrowthException (CHECKPOINT) in one line, if it has no state or one that cannot be understood
     */
    static CheckpointManifest read(Path folder) {
        Path file = folder.resolve(FILE);
        if (Files.isDirectory(folder) && !Files.exists(file)) {
            throw new GrowthException(Kind.CHECKPOINT, folder + ": has no " + FILE
                    + ", so it is not a checkpoint of a run; as a model to start from,"
                    + " name it in the run file: model: {start: …}");
        }
        JsonFields fields = JsonFields.read(file, Kind.CHECKPOINT);
        int format = fields.integer(FORMAT_KEY);
        if (format != FORMAT) {
            // A checkpoint of another version is intact but unreadable: falling back to an older one would lose work silently.
            throw new GrowthException(Kind.CHECKPOINT, folder + ": has format " + format + ", this version reads format " + FORMAT
                    + "; go on with the version that wrote it").about(FORMAT_KEY);
        }
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        fields.names().forEach(name -> whole.set(name, fields.value(name)));
        try {
            StateFile state = StateFile.read(whole);
            return new CheckpointManifest(state.run(), state.optimizerSteps(), state.modelGates(), state.files());
        } catch (IllegalArgumentException | ArithmeticException | GrowthException e) {
            throw new GrowthException(Kind.CHECKPOINT, file + ": is damaged: " + e.getMessage(), e);
        }
    }

    /** @throws GrowthException (CHECKPOINT) that names the first file that is missing, truncated or changed */
    void verify(Path folder) {
        // all are read at once; the first one in order is named
        Map<String, CompletableFuture<FileDigest>> digests = new LinkedHashMap<>();
        files.keySet().forEach(name -> digests.put(name, DigestingStorage.begun(folder.resolve(name))));
        files.forEach((name, expected) -> verify(folder.resolve(name), expected, digests.get(name)));
    }

    private static void verify(Path file, FileDigest expected, CompletableFuture<FileDigest> found) {
        try {
            long bytes = Files.size(file);
            if (bytes != expected.bytes()) {
                throw new GrowthException(Kind.CHECKPOINT, file + ": is damaged: it has " + bytes + " bytes, was saved with "
                        + expected.bytes());
            }
            if (!DigestingStorage.joined(found).equals(expected)) {
                throw new GrowthException(Kind.CHECKPOINT, file + ": is damaged: its contents are not what was saved");
            }
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }
}
