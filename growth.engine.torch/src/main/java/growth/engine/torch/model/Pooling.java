package growth.engine.torch.model;

import growth.api.model.View;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.DeviceBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Pools embedded sequences (Gu et al. 2021; growth-methods section 3): the first position stays, the others are joined with equal kernel
 * and stride, of which the last kernel may be shorter, and the scored positions are appended as they are. Where several positions share a
 * maximum, the first one gets the gradient.
 */
final class Pooling {
    private Pooling() {
    }

    /**
     * Pools the sequences of a pass' batch by operators that autograd can watch.
     *
     * @param x the embedded sequences, {@code [rows, embeddedLength, hidden]}
     * @return {@code [rows, length, hidden]}; what fills sequences up is their first position again
     */
    static Tensor pool(Pass pass, Tensor x) {
        Aten aten = pass.aten();
        DeviceBatch batch = pass.batch();
        View.Pooling pooling = pass.conditions().pooling().orElseThrow();
        int kernels = (batch.embeddedLength() - 1) / pooling.size();
        int rest = (batch.embeddedLength() - 1) % pooling.size();
        List<Tensor> parts = new ArrayList<>();
        parts.add(aten.narrow(x, 1, 0, 1));
        if (kernels > 0) {
            parts.add(join(aten, x, 1, new Kernels(pooling.kind(), kernels, pooling.size())));
        }
        if (rest > 0) {
            parts.add(join(aten, x, 1 + kernels * pooling.size(), new Kernels(pooling.kind(), 1, rest)));
        }
        if (batch.appended() != null) {
            Tensor rows = aten.reshape(x, (long) batch.rows() * batch.embeddedLength(), x.size(2));
            parts.add(aten.view(aten.indexSelect(rows, 0, batch.appended()), batch.rows(), -1, x.size(2)));
        }
        return aten.cat(parts, 1);
    }

    /** Kernels of one size, side by side. */
    private record Kernels(View.Pooling.Kind kind, int count, int size) {
    }

    /** Joins the positions of some kernels from a position on, {@code [rows, count, hidden]}. */
    private static Tensor join(Aten aten, Tensor x, int from, Kernels kernels) {
        Tensor windows = aten.reshape(aten.narrow(x, 1, from, (long) kernels.count() * kernels.size()), x.size(0), kernels.count(),
                kernels.size(), x.size(2));
        if (kernels.kind() == View.Pooling.Kind.MEAN) {
            return aten.mean(windows, false, 2);
        }
        // the maximum's own gradient would be shared by all positions that have it; the index is that of the first
        Tensor first = aten.unsqueeze(aten.argmax(aten.autograd().detach(windows), 2), 2);
        return aten.squeeze(aten.gather(windows, 2, first), 2);
    }
}
