package growth.runtime.folder;

import growth.api.GrowthException;
import growth.formats.folder.IoReason;
import growth.formats.folder.WholeFile;
import growth.runtime.checkpoint.Checkpoint;
import growth.runtime.config.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The records that a run keeps of itself. Every checkpoint holds copies and their hashes; nobody has edited these copies, so they replace
 * files that a crash has damaged.
 *
 * @param runFile    the run as it was resolved; empty if nothing tells any more
 * @param provenance where its results come from; empty likewise
 */
public record RunRecords(Optional<Path> runFile, Optional<Path> provenance) {

    /**
     * @param checkpoint what the run goes on from
     * @param log        takes a line about each damaged file
     */
    public static RunRecords of(RunFolder folder, Optional<Checkpoint> checkpoint, Consumer<String> log) {
        Optional<Path> runCopy = checkpoint.map(c -> c.folder().resolve(folder.runFile().getFileName())).filter(Files::exists);
        Optional<Path> provenanceCopy = checkpoint.map(c -> c.folder().resolve(folder.provenance().getFileName())).filter(Files::exists);
        Optional<Path> runFile = cut(folder.runFile(), log).or(() -> whole(folder.runFile(), runCopy, RunRecords::readRun, log));
        // The copy tells what was trained so far; the folder's own file may have been edited since.
        return new RunRecords(runCopy.or(() -> runFile), whole(folder.provenance(), provenanceCopy, Provenance::data, log));
    }

    private static Optional<Path> cut(Path file, Consumer<String> log) {
        Optional<Path> copy = CutRunFile.copy(file);
        copy.ifPresent(c -> log.accept(file + ": is cut off, as after a crash; the copy in " + c.getParent()
                + " is used and the file written anew"));
        return copy;
    }

    private static Optional<Path> whole(Path file, Optional<Path> copy, Consumer<Path> reader, Consumer<String> log) {
        if (!Files.exists(file)) {
            return copy;
        }
        try {
            reader.accept(file);
            return Optional.of(file);
        } catch (GrowthException e) {
            log.accept(e.getMessage() + "; " + copy.map(c -> "the copy in " + c.getParent() + " is used and the file written anew")
                    .orElse("no checkpoint has a copy, so the run is not compared with it"));
            return copy;
        }
    }

    private static void readRun(Path file) {
        YamlReader.document(file.toString(), text(file));
    }

    /** @throws GrowthException (CHECKPOINT) if the file is no text that can be read */
    public static String text(Path file) {
        try {
            return WholeFile.text(file, WholeFile.SMALL);
        } catch (IOException e) {
            throw new GrowthException(GrowthException.Kind.CHECKPOINT, file + ": cannot be read: " + IoReason.of(e), e);
        }
    }
}
