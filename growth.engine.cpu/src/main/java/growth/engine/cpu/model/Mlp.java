package growth.engine.cpu.model;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.kernels.GeluKind;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;

/** The MLP of a block: W_down·activation(W_up·x + b_up) + b_down, where W_up is gate and up for SwiGLU. */
final class Mlp implements Branch {
    private final int layer;
    private final Linear up;
    private final Activation activation;
    private final Linear down;

    Mlp(FlatLayout layout, int layer) {
        this.layer = layer;
        ModelShape shape = layout.shape();
        activation = activation(shape, layer);
        // gate and up lie one after the other in the flat buffer
        ParameterRole first = shape.family() == Family.LLAMA ? ParameterRole.GATE : ParameterRole.UP;
        up = Linear.of(layout, first, layer, activation.entering(), shape.hidden());
        down = Linear.of(layout, ParameterRole.DOWN, layer, shape.hidden(), shape.intermediate());
    }

    private static Activation activation(ModelShape shape, int layer) {
        return switch (shape.family()) {
            case LLAMA -> new SwiGlu(layer, shape.intermediate());
            case GPT2 -> new Gelu(layer, shape.intermediate(), GeluKind.TANH);
            case BERT, VIT -> new Gelu(layer, shape.intermediate(), GeluKind.ERF);
        };
    }

    /** @return elements of a row that enters the activation */
    static int entering(ModelShape shape) {
        return activation(shape, 0).entering();
    }

    @Override
    public void forward(Worker worker, Pass pass, Region in, Region out) {
        ActivationLayout at = pass.layout();
        Region projected = pass.kept(layer).projectedUp();
        up.forward(worker, pass, in, projected);
        activation.forward(worker, pass, projected, at.activated());
        down.forward(worker, pass, at.activated(), out);
    }

    @Override
    public void backward(Worker worker, Pass pass, Region in, Region gradient, Region inGradient) {
        ActivationLayout at = pass.layout();
        Region projected = pass.kept(layer).projectedUp();
        down.backward(worker, pass, gradient, at.activated());
        activation.backward(worker, pass, projected, at.activated());
        up.backward(worker, pass, projected, inGradient);
        worker.awaitOthers();
        if (pass.conditions().trainable().trains(layer)) {
            down.weightGradient(worker, pass, gradient, at.activated());
            up.weightGradient(worker, pass, projected, in);
        }
    }
}
