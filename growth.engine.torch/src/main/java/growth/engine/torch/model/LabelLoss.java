package growth.engine.torch.model;

import growth.engine.torch.aten.Tensor;

/** The loss of rows of logits whose labels are known: cross-entropy against (1 − ε)·onehot + ε/K (Szegedy et al. 2016), for K classes. */
public interface LabelLoss {
    /**
     * Adds the rows' losses to the sums.
     *
     * @param logits {@code [n, K]} in the pass' precision
     * @param labels {@code [n]}, none ignored
     * @return gradient of the loss by the logits times {@link Pass#labelWeight}, in their type; may be in their memory
     */
    Tensor gradient(Pass pass, Tensor logits, Tensor labels, Losses losses);

    /** Adds the rows' losses and the number of labels that have the highest logit, or share it, to the sums. */
    void loss(Pass pass, Tensor logits, Tensor labels, Losses losses);
}
