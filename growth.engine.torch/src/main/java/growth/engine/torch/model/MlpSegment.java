package growth.engine.torch.model;

import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Tensor;

/**
 * The MLP branch of a block with its norm and its addition to the residual stream: x + mlp(norm(x)), or norm(x + mlp(x)) where norms stand
 * behind.
 */
final class MlpSegment extends GraphSegment {
    private final boolean preNorm;
    private final Norm norm;
    private final Mlp mlp;
    private final Residual residual;

    MlpSegment(FlatLayout layout, int layer) {
        super(layer);
        preNorm = layout.shape().family().preNorm();
        norm = Norm.of(layout.shape(), ParameterRole.MLP_NORM, layer);
        mlp = new Mlp(layout, layer);
        residual = new Residual(Site.MLP_OUTPUT, layer);
    }

    @Override
    protected boolean inputLearns(Pass pass) {
        // the first block that is reached without anything before it learns itself
        return true;
    }

    @Override
    protected Tensor compute(Pass pass, Tensor x) {
        return preNorm ? residual.add(pass, x, mlp.apply(pass, norm.apply(pass, x)))
                : norm.apply(pass, residual.add(pass, x, mlp.apply(pass, x)));
    }
}
