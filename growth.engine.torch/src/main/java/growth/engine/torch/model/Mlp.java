package growth.engine.torch.model;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * The MLP of a block: W_down·activation(W_up·x + b_up) + b_down. The activation is GELU (Hendrycks and Gimpel 2016) or SwiGLU (Shazeer
 * 2020). An intermediate gate gates the pre-activation, for SwiGLU the up projection alone (growth.api.model.Gates).
 */
final class Mlp {
    private final int layer;
    private final Family family;
    private final long size;
    private final Linear up;
    private final Linear down;

    Mlp(FlatLayout layout, int layer) {
        this.layer = layer;
        ModelShape shape = layout.shape();
        family = shape.family();
        size = shape.intermediate();
        up = Linear.of(layout, family == Family.LLAMA ? ParameterRole.GATE : ParameterRole.UP, layer);
        down = Linear.of(layout, ParameterRole.DOWN, layer);
    }

    /** Computes mlp(x), {@code [rows, length, hidden]} in the pass' precision. */
    Tensor apply(Pass pass, Tensor x) {
        Aten aten = pass.aten();
        Tensor preActivation = up.apply(pass, x);
        if (family != Family.LLAMA) {
            return down.apply(pass, aten.gelu(gate(pass, preActivation), family == Family.GPT2));
        }
        Tensor[] halves = aten.split(preActivation, -1, size, size);
        return down.apply(pass, aten.mul(aten.silu(halves[0]), gate(pass, halves[1])));
    }

    private Tensor gate(Pass pass, Tensor preActivation) {
        Tensor gate = pass.conditions().gates().intermediate(layer);
        return gate == null ? preActivation : pass.inPrecision(pass.aten().mul(preActivation, gate));
    }
}
