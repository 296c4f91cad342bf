package growth.runtime.folder;

import growth.runtime.checkpoint.CheckpointStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A run folder's {@code run.yaml} of which a crash has left the beginning only, and perhaps zeros. Checkpoints hold copies of it. */
public final class CutRunFile {
    private CutRunFile() {
    }

    /**
     * Returns the newest copy that goes on where the file ends; empty if the file is not cut, or is not a run folder's.
     *
     * @param file a run file
     */
    public static Optional<Path> copy(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        RunFolder run = new RunFolder(folder);
        return file.getFileName().equals(run.runFile().getFileName())
                ? new CheckpointStore(run.checkpoints(), 1).newestFirst().stream()
                        .map(checkpoint -> checkpoint.resolve(file.getFileName())).filter(copy -> goesOn(file, copy)).findFirst()
                : Optional.empty();
    }

    private static boolean goesOn(Path file, Path copy) {
        try {
            byte[] whole = Files.readAllBytes(copy);
            byte[] left = Files.readAllBytes(file);
            int end = left.length;
            while (end > 0 && left[end - 1] == 0) {
                end--;
            }
            return end < whole.length && Arrays.equals(left, 0, end, whole, 0, end);
        } catch (IOException e) {
            // What cannot be read is no copy.
            return false;
        }
    }
}
