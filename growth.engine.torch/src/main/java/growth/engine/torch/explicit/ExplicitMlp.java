package growth.engine.torch.explicit;

import growth.api.model.Family;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.kernels.FusedSteps.Activated;
import growth.engine.torch.model.Pass;

/**
 * The MLP of a block, W_down·activation(W_up·x + b_up) + b_down, and its backward pass, of rows of elements {@code [rows · length,
 * hidden]}. It keeps its input and the pre-activations.
 */
final class ExplicitMlp {
    private final Family family;
    private final Projection up;
    private final Projection down;
    private Tensor input;
    private Tensor preActivation;

    ExplicitMlp(FlatLayout layout, int layer) {
        family = layout.shape().family();
        up = Projection.of(layout, family == Family.LLAMA ? ParameterRole.GATE : ParameterRole.UP, layer);
        down = Projection.of(layout, ParameterRole.DOWN, layer);
    }

    /**
     * Computes the MLP.
     *
     * @param keeps whether a backward pass follows
     * @return {@code [rows · length, hidden]} in the innermost arena
     */
    Tensor forward(Pass pass, FusedSteps steps, Tensor x, boolean keeps) {
        try (Arena arena = pass.aten().open()) {
            Tensor before = up.forward(pass, x);
            Tensor activated = family == Family.LLAMA ? steps.swiGlu(before) : steps.gelu(before, family == Family.GPT2);
            Tensor y = arena.keep(down.forward(pass, activated));
            if (keeps) {
                input = arena.keep(pass.aten().autograd().detach(x));
                preActivation = arena.keep(before);
            }
            return y;
        }
    }

    /** Adds the gradients of the parameters that learn, returns that of the input in the innermost arena, and forgets what was kept. */
    Tensor backward(Pass pass, FusedSteps steps, Tensor gradient) {
        try (Arena arena = pass.aten().open()) {
            // the activation's output is needed for the weight's gradient, and comes with its own backward pass
            Tensor dactivated = down.inputGradient(pass, steps, gradient);
            Activated both = family == Family.LLAMA ? steps.swiGluBackward(preActivation, dactivated)
                    : steps.geluBackward(preActivation, dactivated, family == Family.GPT2);
            down.weightGradient(pass, steps, gradient, both.output());
            up.weightGradient(pass, steps, both.inputs(), input);
            Tensor dx = arena.keep(up.inputGradient(pass, steps, both.inputs()));
            forget();
            return dx;
        }
    }

    /** Hands what is kept to the arena outside. */
    void keep(Arena arena) {
        arena.keep(input);
        arena.keep(preActivation);
    }

    /** Releases what is kept. */
    void forget() {
        if (input != null) {
            input.release();
            preActivation.release();
            input = null;
            preActivation = null;
        }
    }
}
