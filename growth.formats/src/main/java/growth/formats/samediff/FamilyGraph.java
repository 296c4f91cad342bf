package growth.formats.samediff;

import org.nd4j.autodiff.samediff.SDVariable;

/** The three parts of a model as parts of a graph; activations are {@code [B·T, features]}. */
interface FamilyGraph {
    /** Returns the rows of the activations. */
    Rows rows();

    /** Adds the embedded sequences, gated, {@code [B·T, hidden]}. */
    SDVariable embed();

    /**
     * Adds a block without its own gate.
     *
     * @param x the residual stream before it, {@code [B·T, hidden]}
     * @return the residual stream after it
     */
    SDVariable block(int layer, SDVariable x);

    /** Adds the last norm and the head under their names. */
    void head(SDVariable x);
}
