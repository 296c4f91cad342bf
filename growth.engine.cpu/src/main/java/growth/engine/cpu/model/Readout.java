package growth.engine.cpu.model;

import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/** What stands between the last block and the head, for the scored rows only: their norm, or BERT's transform. */
abstract class Readout {
    private final int size;

    /** @param size hidden size */
    Readout(int size) {
        this.size = size;
    }

    /** Writes {@link ActivationLayout.HeadRegions#normed} for the worker's scored rows. */
    abstract void forward(Worker worker, Pass pass, Region stream);

    /** Turns {@link ActivationLayout.HeadRegions#normedGradient} into {@link ActivationLayout#gradient}. */
    abstract void backward(Worker worker, Pass pass, Region stream);

    /** Sets the gradient of the worker's rows that are not scored to 0. */
    final void clearOthers(Worker worker, Pass pass) {
        Scores scores = pass.scores();
        if (scores.count() == pass.tokens()) {
            return;
        }
        Arrays.fill(worker.first, 0, size, 0);
        int next = pass.firstScore(worker);
        for (int row = pass.firstToken(worker); row < pass.endToken(worker); row++) {
            if (next < pass.endScore(worker) && scores.rows()[next] == row) {
                next++;
            } else {
                pass.workspace().write(pass.layout().gradient().row(row), worker.first, size);
            }
        }
    }
}
