package growth.engine.torch.optimizer;

import growth.engine.common.layout.FlatLayout.Stretch;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.memory.FlatTensors;
import java.util.ArrayList;
import java.util.List;

/**
 * The global norm of gradients: first of pieces, then of these norms. Pieces begin at fixed places, so that the order of the sum depends on
 * what learns alone, and single precision is enough: each sum is of a few thousand terms.
 */
final class GradientNorm {
    private static final long PIECE = 4096;

    private final Aten aten;

    GradientNorm(Aten aten) {
        this.aten = aten;
    }

    /** Returns the norm of the gradients in some stretches, {@code [1]}, of the innermost arena; it stays on the device. */
    Tensor of(FlatTensors gradients, List<Stretch> stretches) {
        List<Tensor> norms = new ArrayList<>();
        for (Stretch stretch : stretches) {
            long pieces = stretch.count() / PIECE;
            long rest = stretch.count() % PIECE;
            if (pieces > 0) {
                norms.add(aten.norm(gradients.tensor(stretch.at(), pieces, 1, PIECE), false));
            }
            if (rest > 0) {
                norms.add(aten.norm(gradients.tensor(stretch.at() + pieces * PIECE, 1, 1, rest), false));
            }
        }
        Tensor all = norms.isEmpty() ? aten.tensors().zeros(gradients.tensor().dtype(), 1) : aten.cat(norms, 0);
        return aten.norm(aten.view(all, 1, 1, all.numel()), false);
    }
}
