package growth.engine.torch.model;

import growth.api.model.Dimension;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;

/**
 * A linear map y = W·x + b in the pass' precision: weights in single precision are cast where they are used, and autograd casts their
 * gradients back.
 *
 * @param role       role of the weight, or of the first of neighbours that read the same input
 * @param layer      the block, or {@link growth.api.model.ParameterSpec#NO_LAYER}
 * @param inputMajor whether W is {@code [inputs, outputs]}, as GPT-2 stores it; else {@code [outputs, inputs]}
 */
public record Linear(ParameterRole role, int layer, boolean inputMajor) {
    /** Returns the map of the weight with that role, with its neighbours, and of their bias if there is one. */
    public static Linear of(FlatLayout layout, ParameterRole role, int layer) {
        Dimension first = layout.weight(role, layer).spec().dimensions().get(0);
        return new Linear(role, layer, first.flow() == Dimension.Flow.IN);
    }

    /** Computes y = W·x + b, {@code [..., outputs]}, for x {@code [..., inputs]}. */
    public Tensor apply(Pass pass, Tensor x) {
        return multiply(pass, x, parameter(pass, Kind.WEIGHT), parameter(pass, Kind.BIAS));
    }

    /** Computes some of the outputs alone; W must be {@code [outputs, inputs]}. */
    Tensor apply(Pass pass, Tensor x, long from, long count) {
        Tensor bias = parameter(pass, Kind.BIAS);
        return multiply(pass, x, pass.aten().narrow(parameter(pass, Kind.WEIGHT), 0, from, count),
                bias == null ? null : pass.aten().narrow(bias, 0, from, count));
    }

    private Tensor parameter(Pass pass, Kind kind) {
        return pass.parameters().fused(role, kind, layer);
    }

    private Tensor multiply(Pass pass, Tensor x, Tensor weight, Tensor bias) {
        Aten aten = pass.aten();
        Tensor w = pass.inPrecision(weight);
        return aten.linear(pass.inPrecision(x), inputMajor ? aten.transpose(w, 0, 1) : w, bias == null ? null : pass.inPrecision(bias));
    }
}
