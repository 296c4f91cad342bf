package growth.runtime.disk;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelState;
import growth.formats.folder.IoReason;
import growth.formats.samediff.SameDiffFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file of ND4J's SameDiff: the model under its gates as a graph.
 *
 * @param source the model
 * @param to     the file
 */
record SameDiffExport(ExportSource source, Path to) {

    ExportedModel write() {
        SameDiffFile.requireFits(source.shape());
        Path file = to.toAbsolutePath();
        Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
        try (ModelState model = source.state()) {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                SameDiffFile.write(channel, model);
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            return new ExportedModel(source.folder(), source.shape(), List.of(file.getFileName().toString()), Files.size(file),
                    source.leftOut(), List.of());
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, to + ": cannot be written: " + IoReason.of(e), e);
        } finally {
            delete(beside);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a hidden file that the next export of that name replaces
            return;
        }
    }
}
