package growth.formats.samediff;

import growth.api.model.ModelShape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.DynamicCustomOp;

/**
 * What the families share: the modules of a model by their names in files. They are made of plain arithmetic, since ND4J's own layer norm
 * has no epsilon and its GELU is another approximation. Activations are {@code [rows, features]}.
 *
 * @param sd    the graph, which holds every parameter
 * @param shape the model's shape
 * @param gates the model's gates
 */
record Modules(SameDiff sd, ModelShape shape, GateConstants gates) {

    /** Returns a parameter. */
    SDVariable get(String name) {
        return sd.getVariable(name);
    }

    /**
     * Adds a lookup of rows of a table.
     *
     * @param ids of INT, of any shape; a number beyond the table is an error when the graph runs
     */
    SDVariable lookup(String table, SDVariable ids) {
        SDVariable rows = sd.gather(get(table), ids, 0);
        // without it ND4J reads beyond the table's memory
        ((DynamicCustomOp) rows.getCreator()).addBArgument(true);
        return rows;
    }

    /** Adds torch.nn.Linear: y = x Wᵀ + b, W {@code [out, in]}; b may be absent. */
    SDVariable linear(String name, SDVariable x) {
        SDVariable y = product(name + ".weight", x);
        return sd.hasVariable(name + ".bias") ? y.add(get(name + ".bias")) : y;
    }

    /** Adds y = x Wᵀ, W {@code [out, in]}. */
    SDVariable product(String weight, SDVariable x) {
        return sd.mmul(x, get(weight), false, true, false);
    }

    /** Adds GPT-2's Conv1D: y = x W + b, W {@code [in, out]}. */
    SDVariable conv1d(String name, SDVariable x) {
        return sd.mmul(x, get(name + ".weight")).add(get(name + ".bias"));
    }

    /** Adds a LayerNorm along the hidden axis, with its gates. */
    SDVariable layerNorm(String name, SDVariable x) {
        SDVariable centred = x.sub(gates.mean(x));
        return gates.hidden(normalised(centred).mul(get(name + ".weight")).add(get(name + ".bias")));
    }

    /** Adds an RMSNorm along the hidden axis, with its gates. */
    SDVariable rmsNorm(String name, SDVariable x) {
        return gates.hidden(normalised(x).mul(get(name + ".weight")));
    }

    private SDVariable normalised(SDVariable x) {
        return x.div(sd.math().sqrt(gates.mean(x.mul(x)).add(shape.normEpsilon())));
    }

    /** Adds GELU with the error function. */
    SDVariable gelu(SDVariable x) {
        return x.mul(0.5).mul(sd.math().erf(x.mul(Math.sqrt(0.5))).add(1.0));
    }

    /** Adds GELU's tanh approximation. */
    SDVariable geluTanh(SDVariable x) {
        SDVariable cubic = x.mul(x).mul(x).mul(0.044715);
        return x.mul(0.5).mul(sd.math().tanh(x.add(cubic).mul(Math.sqrt(2 / Math.PI))).add(1.0));
    }

    /** Adds SiLU. */
    SDVariable silu(SDVariable x) {
        return x.mul(sd.nn().sigmoid(x));
    }
}
