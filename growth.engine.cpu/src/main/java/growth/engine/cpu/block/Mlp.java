package growth.engine.cpu.block;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.kernels.GeluKind;
import growth.engine.cpu.layer.Linear;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations;
import growth.engine.cpu.pass.Pass;

/**
 * The MLP of a block: W_down·activation(W_up·x + b_up) + b_down. The activation is GELU (Hendrycks and Gimpel 2016) or SwiGLU (Shazeer
 * 2020), for which W_up is gate and up, which enter one after the other. An intermediate gate gates the pre-activation, for SwiGLU the up
 * projection alone (growth.api.model.Gates).
 */
final class Mlp {
    private final int layer;
    private final Linear up;
    /** The form of GELU; null for SwiGLU. */
    private final GeluKind gelu;
    private final int size;
    private final Linear down;

    Mlp(FlatLayout layout, int layer) {
        this.layer = layer;
        ModelShape shape = layout.shape();
        size = shape.intermediate();
        gelu = switch (shape.family()) {
            case LLAMA -> null;
            case GPT2 -> GeluKind.TANH;
            case BERT, VIT -> GeluKind.ERF;
        };
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
        activate(worker, pass, preActivation, activated);
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
        activateBackward(worker, pass, preActivation, activated);
        pass.round(worker, activated);
        up.inputGradient(worker, pass, preActivation, inputGradient);
        worker.awaitOthers();
        if (pass.conditions().trainable().trains(layer)) {
            down.weightGradient(worker, pass, gradient, activated);
            up.weightGradient(worker, pass, preActivation, input);
        }
    }

    /** Computes activated = activation(preActivation) for the worker's rows; {@code preActivation} is gated afterwards. */
    private void activate(Worker worker, Pass pass, Region preActivation, Region activated) {
        float[] gate = pass.gates().intermediate(layer);
        FloatMemory memory = activated.memory();
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            long in = preActivation.row(row);
            if (gate != null) {
                gate(worker, memory, in, gate);
            }
            if (gelu == null) {
                worker.kernels().swiGlu(memory, in, activated.row(row), size);
            } else {
                worker.kernels().gelu(gelu, memory, in, activated.row(row), size);
            }
        }
    }

    /**
     * Computes the gradient of {@link #activate} in place, and adds it to that of the bias before.
     *
     * @param preActivation what entered, gated; its gradient before the gate afterwards
     * @param activated     gradient of the activations; the activations themselves afterwards
     */
    private void activateBackward(Worker worker, Pass pass, Region preActivation, Region activated) {
        float[] gate = pass.gates().intermediate(layer);
        FloatMemory memory = activated.memory();
        for (int row = pass.first(worker); row < pass.end(worker); row++) {
            long in = preActivation.row(row);
            if (gelu == null) {
                worker.kernels().swiGluBackward(memory, in, activated.row(row), size);
            } else {
                worker.kernels().geluBackward(gelu, memory, in, activated.row(row), size);
            }
            if (gate != null) {
                gate(worker, memory, in, gate);
            }
            up.biasGradient(worker, preActivation, row, 1);
        }
    }

    /** Gates the last {@code size} elements of a row. */
    private void gate(Worker worker, FloatMemory memory, long row, float[] gate) {
        worker.kernels().multiply(memory, gelu == null ? row + size : row, gate, size);
    }
}
