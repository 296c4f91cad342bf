package growth.engine.torch.model;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Tensor;

/**
 * The attention branch of a block with its norm and its addition to the residual stream: x + attention(norm(x)), or norm(x + attention(x))
 * where norms stand behind. The first block of pooled sequences pools its input itself.
 */
final class AttentionSegment extends GraphSegment {
    private final boolean preNorm;
    private final Norm norm;
    private final Attention attention;
    private final Residual residual;

    /** @param rotary rotates queries and keys; null for families with learned positions */
    AttentionSegment(FlatLayout layout, int layer, Rotary rotary) {
        super(layer);
        preNorm = layout.shape().family().preNorm();
        norm = Norm.of(layout.shape(), ParameterRole.ATTENTION_NORM, layer);
        attention = new Attention(layout, layer, rotary);
        residual = new Residual(Site.ATTENTION_OUTPUT, layer);
    }

    @Override
    protected boolean recomputes(Pass pass) {
        return pass.conditions().recompute() == Recompute.ATTENTION;
    }

    @Override
    protected Tensor compute(Pass pass, Tensor x) {
        if (preNorm) {
            return residual.add(pass, x, attention.apply(pass, norm.apply(pass, x)));
        }
        if (!pass.pools(layer())) {
            return norm.apply(pass, residual.add(pass, x, attention.apply(pass, x)));
        }
        Tensor pooled = Pooling.pool(pass, x);
        return norm.apply(pass, residual.add(pass, pooled, attention.apply(pass, pooled, x)));
    }
}
