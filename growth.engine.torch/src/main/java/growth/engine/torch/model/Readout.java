package growth.engine.torch.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.Family;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;

/**
 * What stands between the last block and the head, for rows alone, {@code [n, hidden]}: the final norm, or the transform of BERT's head,
 * norm(gelu(W·x + b)) (Devlin et al. 2019; Hugging Face's BertForMaskedLM).
 */
final class Readout extends GraphSegment {
    /** The linear map of BERT's transform; null for other families. */
    private final Linear dense;
    private final Norm norm;

    Readout(FlatLayout layout) {
        super(NO_LAYER);
        boolean transforms = layout.shape().family() == Family.BERT;
        dense = transforms ? Linear.of(layout, ParameterRole.HEAD_TRANSFORM, NO_LAYER) : null;
        norm = Norm.of(layout.shape(), transforms ? ParameterRole.HEAD_TRANSFORM_NORM : ParameterRole.FINAL_NORM, NO_LAYER);
    }

    @Override
    protected boolean records(Pass pass) {
        return pass.learns();
    }

    @Override
    protected boolean inputLearns(Pass pass) {
        return pass.conditions().trainable().embedding() || pass.conditions().reached() < pass.conditions().layers().length;
    }

    @Override
    protected Tensor compute(Pass pass, Tensor x) {
        if (dense == null) {
            return norm.apply(pass, x);
        }
        return norm.apply(pass, pass.aten().gelu(pass.aten().to(dense.apply(pass, x), Dtype.F32), false));
    }
}
