package growth.engine.torch.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.Family;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Tensor;

/**
 * Makes the residual stream out of what the model sees: the first segment of the chain, which reads the batch itself. Tables are read and
 * summed in single precision. Gradients of tables are sums in a fixed order.
 */
abstract class Embedding extends GraphSegment {
    Embedding() {
        super(NO_LAYER);
    }

    /** Returns the family's embedding. */
    static Segment of(FlatLayout layout) {
        return layout.shape().family() == Family.VIT ? new PatchEmbedding(layout.shape()) : new TokenEmbedding(layout.shape());
    }

    /** Computes the embedded sequences before gate and dropout, {@code [rows, embeddedLength, hidden]}. */
    abstract Tensor embed(Pass pass);

    /** Returns whether {@link #embed} applies the hidden gate. */
    boolean gated() {
        return false;
    }

    @Override
    protected final Tensor compute(Pass pass, Tensor none) {
        Tensor embedded = embed(pass);
        Tensor gate = pass.conditions().gates().hidden();
        if (gate != null && !gated()) {
            embedded = pass.aten().mul(embedded, gate);
        }
        return pass.noise() == null ? embedded : pass.noise().drop(Site.EMBEDDING, 0, embedded);
    }

    /** Returns a table or vector of the embedding. */
    static Tensor weight(Pass pass, ParameterRole role) {
        return pass.parameters().value(role, Kind.WEIGHT, NO_LAYER);
    }
}
