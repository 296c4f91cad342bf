package growth.reference;

import growth.api.model.ModelShape;
import java.util.Map;

/**
 * The layers from which the families' forward passes are built, by their names in Hugging Face's files, on one sequence.
 *
 * @param parameters name → row-major values
 * @param attended   whether a position of the sequence is attended to; empty: all are
 */
record Modules(ModelShape shape, Map<String, double[]> parameters, GateValues gates, boolean[] attended) {

    /** Returns the values of a parameter. */
    double[] get(String name) {
        double[] values = parameters.get(name);
        if (values == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return values;
    }

    /** Returns row {@code index} of a table of vectors, {@code [hidden]}. */
    double[] row(String table, int index) {
        double[] row = new double[shape.hidden()];
        System.arraycopy(get(table), index * row.length, row, 0, row.length);
        return row;
    }

    /** torch.nn.Linear: y = W x + b, W {@code [out, in]}; b may be absent. */
    double[][] linear(String name, double[][] x) {
        double[][] y = product(name + ".weight", x);
        double[] bias = parameters.get(name + ".bias");
        return bias == null ? y : plus(y, bias);
    }

    /** y = W x, W {@code [out, in]}. */
    double[][] product(String weight, double[][] x) {
        double[] w = get(weight);
        int in = x[0].length;
        double[][] y = new double[x.length][w.length / in];
        for (int t = 0; t < y.length; t++) {
            for (int o = 0; o < y[t].length; o++) {
                for (int i = 0; i < in; i++) {
                    y[t][o] += w[o * in + i] * x[t][i];
                }
            }
        }
        return y;
    }

    /** GPT-2's Conv1D: y = x W + b, W {@code [in, out]}. */
    double[][] conv1d(String name, double[][] x) {
        double[] w = get(name + ".weight");
        int out = w.length / x[0].length;
        double[][] y = new double[x.length][out];
        for (int t = 0; t < y.length; t++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < x[t].length; i++) {
                    y[t][o] += x[t][i] * w[i * out + o];
                }
            }
        }
        return plus(y, get(name + ".bias"));
    }

    /** Adds a vector, {@code [features]}, to every position. */
    static double[][] plus(double[][] x, double[] vector) {
        double[][] y = new double[x.length][vector.length];
        for (int t = 0; t < y.length; t++) {
            for (int i = 0; i < vector.length; i++) {
                y[t][i] = x[t][i] + vector[i];
            }
        }
        return y;
    }

    /** LayerNorm along HIDDEN, with the gates of HIDDEN. */
    double[][] layerNorm(String name, double[][] x) {
        return GatedNorm.layer(x, get(name + ".weight"), get(name + ".bias"), gates.hidden(), shape.normEpsilon());
    }

    /** RMSNorm along HIDDEN, with the gates of HIDDEN. */
    double[][] rmsNorm(String name, double[][] x) {
        return GatedNorm.rms(x, get(name + ".weight"), gates.hidden(), shape.normEpsilon());
    }

    /** Returns the attention of that block, with its gates. */
    GatedAttention attention(int layer) {
        return new GatedAttention(shape.headSize(), gates.heads(layer), gates.kvHeads(layer), shape.family().causal(), attended);
    }
}
