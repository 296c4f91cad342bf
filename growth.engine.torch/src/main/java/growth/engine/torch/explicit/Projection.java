package growth.engine.torch.explicit;

import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.model.Linear;
import growth.engine.torch.model.Pass;

/** A linear map with its gradients: y = W·x + b of rows of elements, {@code [rows, inputs]}. */
record Projection(Linear linear) {
    static Projection of(FlatLayout layout, ParameterRole role, int layer) {
        return new Projection(Linear.of(layout, role, layer));
    }

    Tensor forward(Pass pass, Tensor x) {
        return linear.apply(pass, x);
    }

    /** Returns the gradient of the input, and adds those of weight and bias. */
    Tensor backward(Pass pass, FusedSteps steps, Tensor gradient, Tensor x) {
        weightGradient(pass, steps, gradient, x);
        return inputGradient(pass, steps, gradient);
    }

    /** Returns the gradient of the input. */
    Tensor inputGradient(Pass pass, FusedSteps steps, Tensor gradient) {
        Aten aten = pass.aten();
        Tensor w = steps.narrow(pass.parameters().fused(linear.role(), Kind.WEIGHT, linear.layer()));
        return aten.mm(gradient, linear.inputMajor() ? aten.transpose(w, 0, 1) : w);
    }

    /** Adds the gradients of weight and bias, if they learn. */
    void weightGradient(Pass pass, FusedSteps steps, Tensor gradient, Tensor x) {
        Aten aten = pass.aten();
        Tensor bias = pass.parameters().fusedGradient(linear.role(), Kind.BIAS, linear.layer());
        if (bias != null) {
            steps.addRows(gradient, bias);
        }
        Tensor weight = pass.parameters().fusedGradient(linear.role(), Kind.WEIGHT, linear.layer());
        if (weight != null) {
            Tensor left = linear.inputMajor() ? x : gradient;
            Tensor right = linear.inputMajor() ? gradient : x;
            addProduct(aten, weight, aten.transpose(left, 0, 1), right);
        }
    }

    private static void addProduct(Aten aten, Tensor into, Tensor a, Tensor b) {
        if (a.dtype() == Dtype.F32) {
            aten.inPlace().addmm(into, a, b, 1, 1);
        } else {
            Tensor product = aten.mm(a, b);
            aten.inPlace().add(into, product, 1);
            product.release();
        }
    }
}
