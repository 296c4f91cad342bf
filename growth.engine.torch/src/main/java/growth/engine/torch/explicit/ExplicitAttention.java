package growth.engine.torch.explicit;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Explicit;
import growth.engine.torch.aten.Explicit.Inputs;
import growth.engine.torch.aten.Explicit.Rule;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.kernels.FusedSteps.Angles;
import growth.engine.torch.kernels.FusedSteps.Heads;
import growth.engine.torch.model.Pass;

/**
 * Attention of a block with its projections, W_O·attention(W_QKV·x + b_QKV) + b_O, and its backward pass, of rows of elements
 * {@code [rows · length, hidden]}. It keeps its input, the (rotated) projections, attention's output and the logarithms of its sums; if
 * attention is recomputed, the input alone.
 */
final class ExplicitAttention {
    private final int heads;
    private final int kvHeads;
    private final int size;
    private final boolean causal;
    private final Angles angles;
    private final Projection project;
    private final Projection output;
    private Tensor input;
    private Tensor projected;
    private Explicit.Result result;

    /** @param angles rotate queries and keys; null for families with learned positions */
    ExplicitAttention(FlatLayout layout, int layer, Angles angles) {
        this.angles = angles;
        ModelShape shape = layout.shape();
        heads = shape.heads();
        kvHeads = shape.kvHeads();
        size = shape.headSize();
        causal = shape.family().causal();
        project = Projection.of(layout, shape.family() == Family.GPT2 ? ParameterRole.QUERY_KEY_VALUE : ParameterRole.QUERY, layer);
        output = Projection.of(layout, ParameterRole.ATTENTION_OUTPUT, layer);
    }

    private Rule rule(Pass pass) {
        return new Rule(causal && pass.batch().length() > 1, 1 / Math.sqrt(size));
    }

    /**
     * Computes attention.
     *
     * @param keeps whether a backward pass follows
     * @return {@code [rows · length, hidden]} in the innermost arena
     */
    Tensor forward(Pass pass, FusedSteps steps, Tensor x, boolean keeps) {
        try (Arena arena = pass.aten().open()) {
            attend(pass, steps, x);
            Tensor y = output.forward(pass, context(pass.aten(), result.output()));
            if (!keeps) {
                // they go with the arena
                projected = null;
                result = null;
                return arena.keep(y);
            }
            input = arena.keep(pass.aten().autograd().detach(x));
            if (pass.conditions().recompute() == Recompute.ATTENTION) {
                projected = null;
                result = null;
            } else {
                arena.keep(projected);
                result.keep(arena);
            }
            return arena.keep(y);
        }
    }

    /** Computes everything up to attention's output. */
    private void attend(Pass pass, FusedSteps steps, Tensor x) {
        Aten aten = pass.aten();
        Tensor flat = project.forward(pass, x);
        projected = aten.view(flat, pass.batch().rows(), pass.batch().length(), heads + 2L * kvHeads, size);
        if (angles != null) {
            steps.rotate(projected, angles, heads + kvHeads);
        }
        result = Explicit.attention(inputs(aten), rule(pass));
    }

    private Inputs inputs(Aten aten) {
        Tensor all = aten.transpose(projected, 1, 2);
        return new Inputs(aten.narrow(all, 1, 0, heads), aten.narrow(all, 1, heads, kvHeads),
                aten.narrow(all, 1, (long) heads + kvHeads, kvHeads));
    }

    /** Returns attention's output as rows; it is laid out so already. */
    private Tensor context(Aten aten, Tensor attended) {
        Tensor byPosition = aten.transpose(attended, 1, 2);
        return aten.reshape(byPosition, byPosition.size(0) * byPosition.size(1), (long) heads * size);
    }

    /** Adds the gradients of the parameters that learn, returns that of the input in the innermost arena, and forgets what was kept. */
    Tensor backward(Pass pass, FusedSteps steps, Tensor gradient) {
        Aten aten = pass.aten();
        try (Arena arena = aten.open()) {
            boolean again = result == null;
            if (again) {
                attend(pass, steps, input);
            }
            Tensor dcontext = output.backward(pass, steps, gradient, context(aten, result.output()));
            Tensor byHead = aten.transpose(aten.view(dcontext, pass.batch().rows(), pass.batch().length(), heads, size), 1, 2);
            Inputs d = Explicit.attentionBackward(byHead, inputs(aten), result, rule(pass));
            Tensor dprojected = steps.gather(new Heads(d.queries(), d.keys(), d.values()), angles);
            Tensor dx = arena.keep(project.backward(pass, steps, dprojected, input));
            if (again) {
                projected = null;
                result = null;
            }
            forget();
            return dx;
        }
    }

    /** Hands what is kept to the arena outside. */
    void keep(Arena arena) {
        arena.keep(input);
        if (result != null) {
            arena.keep(projected);
            result.keep(arena);
        }
    }

    /** Releases what is kept. */
    void forget() {
        if (input != null) {
            input.release();
        }
        if (projected != null) {
            projected.release();
        }
        if (result != null) {
            result.release();
        }
        input = null;
        projected = null;
        result = null;
    }
}
