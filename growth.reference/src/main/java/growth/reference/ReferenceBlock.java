package growth.reference;

import growth.api.model.ModelShape;
import java.util.Map;

/** One block of LlamaForCausalLM on one sequence: x ← x + W_O attention(norm x), x ← x + W_down swiglu(norm x). */
final class ReferenceBlock {
    private final ModelShape shape;
    private final Map<String, double[]> parameters;
    private final String prefix;
    private final CausalAttention attention;

    ReferenceBlock(ModelShape shape, Map<String, double[]> parameters, int layer) {
        this.shape = shape;
        this.parameters = parameters;
        prefix = "model.layers." + layer + ".";
        attention = new CausalAttention(shape.heads(), shape.kvHeads(), shape.headSize());
    }

    /** The results of the forward pass that the backward pass needs; all {@code [positions, …]}. */
    record Trace(double[] input, Attention attention, double[] middle, Mlp mlp, double[] output) {
        /** The results of attention. */
        record Attention(double[] input, double[] query, double[] key, double[] value, double[] output) {
        }

        /** The results of the MLP; the output is that of SwiGLU. */
        record Mlp(double[] input, double[] gate, double[] up, double[] output) {
        }
    }

    /**
     * @param x the residual stream, {@code [positions, hidden]}
     * @return everything computed on the way
     */
    Trace forward(double[] x) {
        int hidden = shape.hidden();
        double[] normed = RmsNorm.forward(x, weight("input_layernorm"), shape.normEpsilon());
        double[] q = turn(Linear.forward(normed, weight("self_attn.q_proj"), hidden, shape.attentionSize()), shape.heads(), 1);
        double[] k = turn(Linear.forward(normed, weight("self_attn.k_proj"), hidden, kvSize()), shape.kvHeads(), 1);
        double[] v = Linear.forward(normed, weight("self_attn.v_proj"), hidden, kvSize());
        double[] attended = attention.forward(q, k, v);
        double[] middle = sum(x, Linear.forward(attended, weight("self_attn.o_proj"), shape.attentionSize(), hidden));
        double[] mlpInput = RmsNorm.forward(middle, weight("post_attention_layernorm"), shape.normEpsilon());
        double[] g = Linear.forward(mlpInput, weight("mlp.gate_proj"), hidden, shape.intermediate());
        double[] u = Linear.forward(mlpInput, weight("mlp.up_proj"), hidden, shape.intermediate());
        double[] activated = SwiGlu.forward(g, u);
        double[] output = sum(middle, Linear.forward(activated, weight("mlp.down_proj"), shape.intermediate(), hidden));
        return new Trace(x, new Trace.Attention(normed, q, k, v, attended), middle, new Trace.Mlp(mlpInput, g, u, activated), output);
    }

    /**
     * Adds the gradients of the block's parameters to {@code gradients}.
     *
     * @param dy gradient of the block's output, {@code [positions, hidden]}
     * @return the gradient of its input
     */
    double[] backward(Trace t, double[] dy, Map<String, double[]> gradients) {
        double[] dactivated = linear("mlp.down_proj", t.mlp.output, dy, shape.intermediate(), shape.hidden(), gradients);
        double[] dgate = SwiGlu.gateGradient(t.mlp.gate, t.mlp.up, dactivated);
        double[] dup = SwiGlu.upGradient(t.mlp.gate, dactivated);
        double[] dmlp = sum(linear("mlp.gate_proj", t.mlp.input, dgate, shape.hidden(), shape.intermediate(), gradients),
                linear("mlp.up_proj", t.mlp.input, dup, shape.hidden(), shape.intermediate(), gradients));
        double[] dmiddle = sum(dy, norm("post_attention_layernorm", t.middle, dmlp, gradients));
        double[] dattended = linear("self_attn.o_proj", t.attention.output, dmiddle, shape.attentionSize(), shape.hidden(), gradients);
        CausalAttention.Gradients d = attention.backward(t.attention.query, t.attention.key, t.attention.value, dattended);
        double[] dq = turn(d.query(), shape.heads(), -1);
        double[] dk = turn(d.key(), shape.kvHeads(), -1);
        double[] dinput = sum(linear("self_attn.q_proj", t.attention.input, dq, shape.hidden(), shape.attentionSize(), gradients),
                linear("self_attn.k_proj", t.attention.input, dk, shape.hidden(), kvSize(), gradients),
                linear("self_attn.v_proj", t.attention.input, d.value(), shape.hidden(), kvSize(), gradients));
        return sum(dmiddle, norm("input_layernorm", t.input, dinput, gradients));
    }

    private double[] linear(String name, double[] x, double[] dy, int in, int out, Map<String, double[]> gradients) {
        return Linear.backward(x, weight(name), dy, gradients.get(prefix + name + ".weight"), in, out);
    }

    private double[] norm(String name, double[] x, double[] dy, Map<String, double[]> gradients) {
        return RmsNorm.backward(x, weight(name), shape.normEpsilon(), dy, gradients.get(prefix + name + ".weight"));
    }

    private double[] turn(double[] x, int heads, int direction) {
        return Rope.turn(x, heads, shape.headSize(), shape.ropeTheta(), direction);
    }

    private double[] weight(String name) {
        return parameters.get(prefix + name + ".weight");
    }

    private int kvSize() {
        return shape.kvHeads() * shape.headSize();
    }

    private static double[] sum(double[]... terms) {
        double[] total = terms[0].clone();
        for (int n = 1; n < terms.length; n++) {
            for (int i = 0; i < total.length; i++) {
                total[i] += terms[n][i];
            }
        }
        return total;
    }
}
