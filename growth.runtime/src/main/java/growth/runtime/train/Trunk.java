package growth.runtime.train;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.data.Tokenizer;
import growth.formats.folder.IoReason;
import growth.runtime.checkpoint.CheckpointStore;
import growth.runtime.checkpoint.RunState;
import growth.runtime.checkpoint.TrainingState;
import growth.runtime.folder.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a run as it stands before its first growth, so that runs which are the same up to there can branch from it. The checkpoint is
 * written last: where it is, the metrics are too.
 *
 * @param folder  where it is kept
 * @param store   checkpoints in that folder
 * @param metrics the record of the run itself
 */
record Trunk(RunFolder folder, CheckpointStore store, Path metrics) {

    /**
     * Keeps the run, unless it is kept already.
     *
     * @throws GrowthException (CHECKPOINT) if it cannot be written
     */
    void keep(TrainingState training, RunState state, Optional<Tokenizer> tokenizer) {
        if (Files.isDirectory(store.at(state.progress().step()))) {
            return;
        }
        folder.create();
        try {
            Path beside = folder.metrics().resolveSibling("." + folder.metrics().getFileName() + ".tmp");
            Files.copy(metrics, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, folder.metrics(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new GrowthException(Kind.CHECKPOINT, folder.metrics() + ": cannot be written: " + IoReason.of(e), e);
        }
        store.save(training, state, tokenizer, Set.of());
    }
}
