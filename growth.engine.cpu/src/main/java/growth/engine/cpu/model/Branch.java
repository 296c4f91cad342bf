package growth.engine.cpu.model;

import growth.engine.cpu.memory.Region;

/** What a block adds to the residual stream: attention, or the MLP. */
interface Branch {
    /** out = branch(in) for the worker's rows; what the backward pass needs is kept. */
    void forward(Worker worker, Pass pass, Region in, Region out);

    /**
     * The gradient of {@link #forward}. The workers wait for each other once: {@code gradient} and {@code in} must stay as they are until
     * they do so again.
     *
     * @param gradient gradient of the output
     * @param inGradient takes the gradient of the input
     */
    void backward(Worker worker, Pass pass, Region in, Region gradient, Region inGradient);
}
