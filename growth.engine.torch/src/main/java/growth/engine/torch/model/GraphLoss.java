package growth.engine.torch.model;

import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import java.util.List;

/** The loss in single precision by libtorch's cross-entropy, and its gradient by autograd. */
final class GraphLoss implements LabelLoss {
    @Override
    public Tensor gradient(Pass pass, Tensor logits, Tensor labels, Losses losses) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            Tensor leaf = aten.autograd().leaf(logits);
            aten.autograd().record(true);
            Tensor sum;
            try {
                sum = crossEntropy(pass, leaf, labels);
            } finally {
                aten.autograd().record(false);
            }
            losses.add(aten.autograd().detach(sum));
            aten.autograd().backward(sum, aten.tensors().full(Dtype.F32, pass.labelWeight()), List.of(leaf));
            return arena.keep(aten.autograd().gradient(leaf));
        }
    }

    @Override
    public void loss(Pass pass, Tensor logits, Tensor labels, Losses losses) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            losses.add(crossEntropy(pass, logits, labels));
            Tensor own = aten.gather(logits, 1, aten.unsqueeze(labels, 1));
            losses.addCorrect(aten.sum(aten.to(aten.ge(own, aten.amax(logits, true, 1)), Dtype.F32)));
        }
    }

    private static Tensor crossEntropy(Pass pass, Tensor logits, Tensor labels) {
        return pass.aten().crossEntropy(pass.aten().to(logits, Dtype.F32), labels, pass.conditions().smoothing());
    }
}
