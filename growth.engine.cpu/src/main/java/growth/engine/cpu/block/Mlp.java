package growth.engine.cpu.block;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.layer.Linear;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Pass;

/** The MLP of a block: W_down·activation(W_up·x + b_up) + b_down, where W_up is gate and up for SwiGLU. */
final class Mlp {
    private final int layer;
    private final Linear up;
    private final Activation activation;
    private final Linear down;

    Mlp(FlatLayout layout, int layer) {
        this.layer = layer;
        ModelShape shape = layout.shape();
        activation = Activation.of(shape, layer);
        // gate and up are neighbours in the flat memory
        ParameterRole first = shape.family() == Family.LLAMA ? ParameterRole.GATE : ParameterRole.UP;
        up = Linear.of(layout, first, layer, Activations.preActivationSize(shape), shape.hidden());
        down = Linear.of(layout, ParameterRole.DOWN, layer, shape.hidden(), shape.intermediate());
    }

    /** Computes output = mlp(input) for the worker's rows, and keeps what the backward pass needs. */
    void forward(Worker worker, Pass pass, Region input, Region output) {
        Region activated = pass.activations().shared().activated();
        Region preActivation = pass.kept(layer).mlp().preActivation();
        up.forward(worker, pass, input, preActivation);
        activation.forward(worker, pass, preActivation, activated);
        down.forward(worker, pass, activated, output);
    }

    /**
     * Computes the gradient of {@link #forward}. The workers wait for each other once: {@code gradient} and {@code input} must stay as
     * they are until they do so again.
     *
     * @param gradient      gradient of the output
     * @param inputGradient takes the gradient of the input
     */
    void backward(Worker worker, Pass pass, Region input, Region gradient, Region inputGradient) {
        Region activated = pass.activations().shared().activated();
        Region preActivation = pass.kept(layer).mlp().preActivation();
        down.backward(worker, pass, gradient, activated);
        activation.backward(worker, pass, preActivation, activated);
        up.backward(worker, pass, preActivation, inputGradient);
        worker.awaitOthers();
        if (pass.conditions().trainable().trains(layer)) {
            down.weightGradient(worker, pass, gradient, activated);
            up.weightGradient(worker, pass, preActivation, input);
        }
    }
}
