package growth.engine.torch.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Tensor;

/**
 * The linear map to logits in one pass, with an explicit backward pass: its gradient is added to the flat gradients by the matrix product
 * itself, where autograd would make a tensor as large as the weight for every portion of rows.
 *
 * @param pass   the pass
 * @param role   role of the weight: the head's, or the token embedding's if they are tied
 * @param weight the weight in the pass' precision, {@code [outputs, hidden]}
 * @param bias   the bias in the pass' precision, {@code [outputs]}; null if there is none
 */
record Classifier(Pass pass, ParameterRole role, Tensor weight, Tensor bias) {
    /** Casts weight and bias for a pass, in the innermost arena. */
    static Classifier of(Pass pass, ParameterRole role) {
        Tensor bias = pass.parameters().value(ParameterRole.HEAD, Kind.BIAS, NO_LAYER);
        return new Classifier(pass, role, pass.inPrecision(pass.parameters().value(role, Kind.WEIGHT, NO_LAYER)),
                bias == null ? null : pass.inPrecision(bias));
    }

    /** Computes logits, {@code [n, outputs]}, of rows in the pass' precision, {@code [n, hidden]}. */
    Tensor logits(Tensor rows) {
        return pass.aten().linear(rows, weight, bias);
    }

    /**
     * Adds the gradients of weight and bias, where they learn, to the flat gradients.
     *
     * @param gradient gradient of the logits of those rows
     */
    void addGradients(Tensor gradient, Tensor rows) {
        Aten aten = pass.aten();
        Tensor ofWeight = pass.parameters().gradient(role, Kind.WEIGHT, NO_LAYER);
        if (ofWeight != null) {
            Tensor transposed = aten.transpose(gradient, 0, 1);
            if (pass.halves()) {
                aten.inPlace().add(ofWeight, aten.mm(transposed, rows), 1);
            } else {
                aten.inPlace().addmm(ofWeight, transposed, rows, 1, 1);
            }
        }
        Tensor ofBias = pass.parameters().gradient(ParameterRole.HEAD, Kind.BIAS, NO_LAYER);
        if (ofBias != null) {
            aten.inPlace().add(ofBias, aten.sum(aten.to(gradient, Dtype.F32), false, 0), 1);
        }
    }

    /** Returns the gradient of rows, {@code [n, hidden]}, from that of their logits. */
    Tensor inputGradient(Tensor gradient) {
        return pass.aten().mm(gradient, weight);
    }
}
