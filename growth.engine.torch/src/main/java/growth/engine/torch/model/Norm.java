package growth.engine.torch.model;

import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * RMSNorm (Zhang and Sennrich 2019) or LayerNorm (Ba, Kiros and Hinton 2016) of the last dimension, in single precision. Under a hidden
 * gate c its statistics are weighted and its output is gated (Yao et al. 2024): μ = Σ c·x / Σ c, σ² = Σ c·(x−μ)² / Σ c,
 * y = c·(gain·(x−μ)/√(σ²+ε) + bias); RMSNorm has μ = 0.
 *
 * @param role    which norm
 * @param layer   the block, or {@link growth.api.model.ParameterSpec#NO_LAYER}
 * @param rms     whether it is RMSNorm
 * @param epsilon ε
 */
record Norm(ParameterRole role, int layer, boolean rms, double epsilon) {
    /** Returns the norm with that role in a model of that shape. */
    static Norm of(ModelShape shape, ParameterRole role, int layer) {
        return new Norm(role, layer, shape.family().rmsNorm(), shape.normEpsilon());
    }

    /** Computes the norm of x, {@code [..., hidden]} in single precision. */
    Tensor apply(Pass pass, Tensor x) {
        Aten aten = pass.aten();
        Tensor gain = pass.parameters().value(role, Kind.GAIN, layer);
        Tensor bias = pass.parameters().value(role, Kind.BIAS, layer);
        GateTensors gates = pass.conditions().gates();
        if (gates.hidden() != null) {
            return gated(aten, x, gain, bias, gates);
        }
        return rms ? aten.rmsNorm(x, gain, epsilon) : aten.layerNorm(x, gain, bias, epsilon);
    }

    private Tensor gated(Aten aten, Tensor x, Tensor gain, Tensor bias, GateTensors gates) {
        Tensor shares = gates.hiddenShares();
        Tensor centred = rms ? x : aten.sub(x, aten.sum(aten.mul(x, shares), true, -1));
        Tensor variance = aten.sum(aten.mul(aten.square(centred), shares), true, -1);
        Tensor normed = aten.mul(aten.mul(centred, aten.rsqrt(aten.add(variance, epsilon))), gain);
        return aten.mul(rms ? normed : aten.add(normed, bias), gates.hidden());
    }
}
