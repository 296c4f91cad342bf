package growth.runtime.checkpoint;

import growth.api.model.ModelState;
import java.nio.file.Path;
import java.util.Optional;

/** A process of its own that saves one checkpoint after the other until it is killed. */
public final class CheckpointSaverProcess {
    private CheckpointSaverProcess() {
    }

    /** @param args the folder of checkpoints */
    public static void main(String[] args) {
        CheckpointStore store = new CheckpointStore(Path.of(args[0]), 2);
        for (long step = 1; step < 100_000; step++) {
            try (ModelState model = CheckpointStoreTest.model(step)) {
                store.save(model, CheckpointStoreTest.at(step), Optional.empty());
            }
            System.out.println(step);
        }
    }
}
