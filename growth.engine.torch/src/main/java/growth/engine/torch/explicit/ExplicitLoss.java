package growth.engine.torch.explicit;

import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.model.LabelLoss;
import growth.engine.torch.model.Losses;
import growth.engine.torch.model.Pass;

/**
 * The loss of rows of logits and its gradient in one step, in the memory of the logits.
 *
 * @param other  evaluates without a gradient
 * @param source gives the fused steps
 */
record ExplicitLoss(LabelLoss other, FusedSteps.Source source) implements LabelLoss {
    @Override
    public Tensor gradient(Pass pass, Tensor logits, Tensor labels, Losses losses) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            Tensor weight = aten.tensors().full(Dtype.F32, pass.labelWeight(), 1);
            FusedSteps.Loss loss = source.steps(aten, logits.dtype()).crossEntropy(logits, labels, weight, pass.conditions().smoothing());
            losses.add(aten.sum(loss.rows()));
            return arena.keep(loss.gradient() == logits ? aten.autograd().detach(logits) : loss.gradient());
        }
    }

    @Override
    public void loss(Pass pass, Tensor logits, Tensor labels, Losses losses) {
        other.loss(pass, logits, labels, losses);
    }
}
