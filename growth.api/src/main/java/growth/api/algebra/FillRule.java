package growth.api.algebra;

import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import org.osgi.annotation.versioning.ConsumerType;

/** Chooses the values of a tensor's entries that have no source, block by block: W' = [[W, A], [B, C]]. */
@ConsumerType
@FunctionalInterface
public interface FillRule {
    /** The blocks of a grown tensor that have no source. */
    enum Block {
        /** A: old written indices reading new ones. */
        OLD_READS_NEW,
        /** B: new written indices reading old ones; for vectors, all new entries. */
        NEW_READS_OLD,
        /** C: new written indices reading new ones; for matrices of freshly initialised layers, all entries. */
        NEW_READS_NEW
    }

    /**
     * @param parameter the tensor
     * @param block     which block of the tensor
     * @return the fill
     */
    Fill fill(ParameterSpec parameter, Block block);

    /**
     * The distribution a model is initialised with: weights N(0, 0.02), weights that write to the residual stream N(0, 0.02/√(2L)) (Radford
     * et al. 2019, section 2.3), norm gains 1, biases 0.
     *
     * @param shape the model; its depth L scales the residual writers
     */
    static FillRule initial(ModelShape shape) {
        return new InitialFill(shape.layers());
    }

    /**
     * Makes new coordinates, heads and neurons that are silent but alive. They write nothing to the residual stream at first: their columns
     * of W_O and W_down are 0, as is everything that writes new coordinates of the stream. Everything that reads is random, and norm gains
     * are 1. The function stays the same (growth-methods 1.2 and 1.8, zero padding V2 with unread heads). All writers get a gradient at the
     * first step and the rest at the second, because only one member of each multiplied pair (W_gate and W_up, W_Q and W_K, W_V and W_O) is
     * 0.
     *
     * @param std standard deviation of the random entries
     */
    static FillRule silent(double std) {
        return new SilentFill(std);
    }
}
