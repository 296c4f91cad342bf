package growth.engine.cpu.head;

import growth.api.model.Family;
import growth.engine.common.batch.BatchRows;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.GradientRegions;
import growth.engine.cpu.pass.Activations.HeadRegions;
import growth.engine.cpu.pass.Pass;
import java.util.Arrays;

/** What stands between the last block and the head, for the scored rows only: the final norm, or BERT's transform. */
public abstract class Readout {
    /** Creates the family's readout. */
    public static Readout of(FlatLayout layout) {
        return layout.shape().family() == Family.BERT ? new Transform(layout) : new FinalNorm(layout);
    }

    /** Computes {@link HeadRegions#normed} for the worker's scored rows of the stream. */
    public abstract void forward(Worker worker, Pass pass, Region stream);

    /** Turns {@link HeadRegions#normedGradient} into {@link GradientRegions#stream}. */
    public abstract void backward(Worker worker, Pass pass, Region stream);

    /** Returns the worker's scored rows, whose inputs are rows of their own if none are given. */
    static Norm.Rows scored(Worker worker, Pass pass, int[] inputs) {
        return new Norm.Rows(pass.firstScored(worker), pass.endScored(worker), inputs);
    }

    /** Sets the gradient of the worker's rows that are not scored to 0. */
    static void clearUnscored(Worker worker, Pass pass) {
        BatchRows rows = pass.rows();
        Region gradient = pass.activations().gradients().stream();
        if (rows.scored().total() == rows.body().total()) {
            return;
        }
        Arrays.fill(worker.first(), 0, gradient.columns(), 0);
        int scored = rows.scored().total();
        int next = Arrays.binarySearch(rows.scoredRows(), 0, scored, pass.first(worker));
        next = next < 0 ? -next - 1 : next;
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            if (next < scored && rows.scoredRows()[next] == row) {
                next++;
            } else {
                gradient.write(row, worker.first());
            }
        }
    }
}
