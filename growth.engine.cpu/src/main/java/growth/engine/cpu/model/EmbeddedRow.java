package growth.engine.cpu.model;

/**
 * What happens to a row of the embedded sequence before the first block: the hidden gate and dropout.
 *
 * @param size  hidden size
 * @param gated whether the gate is applied here; a norm behind the embedding applies it itself
 */
record EmbeddedRow(int size, boolean gated) {
    /** Applies both to a row of the stream, or to its gradient. */
    void pass(Worker worker, Pass pass, int row, float[] x) {
        if (gated && pass.gates().hidden() != null) {
            worker.kernels.multiply(x, pass.gates().hidden(), size);
        }
        if (pass.noise().touches(Noise.Site.EMBEDDING)) {
            pass.noise().drop(worker, Noise.Site.EMBEDDING, 0, row, x, size);
        }
    }

    /** @return whether anything happens in that pass */
    boolean changes(Pass pass) {
        return gated && pass.gates().hidden() != null || pass.noise().touches(Noise.Site.EMBEDDING);
    }
}
