package growth.engine.cpu.model;

import growth.engine.cpu.memory.Region;

/** Makes the residual stream out of what the model sees. */
interface Embedder {
    /** Writes the worker's embedded sequences. */
    void forward(Worker worker, Pass pass, Region stream);

    /**
     * Computes the gradients of the embeddings. The workers wait for each other.
     *
     * @param gradient gradient of the embedded sequences; lost afterwards
     */
    void backward(Worker worker, Pass pass, Region gradient);

    /** @return floats in the longest row that a worker needs for it */
    int longestRow();
}
