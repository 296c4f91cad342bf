package growth.api.algebra;

import growth.api.model.ParameterSpec;
import org.osgi.annotation.versioning.ConsumerType;

/** Says what the entries of a tensor that come from no old entry are filled with, block by block: W' = [[W, A], [B, C]]. */
@ConsumerType
@FunctionalInterface
public interface FillRule {
    /** The blocks of a grown tensor that have no source. */
    enum Block {
        /** A: old written indices reading new ones. */
        OLD_READS_NEW,
        /** B: new written indices reading old ones; for vectors, all new entries. */
        NEW_READS_OLD,
        /** C: new written indices reading new ones. */
        NEW_READS_NEW
    }

    /**
     * @param parameter the tensor
     * @param block     the block of it
     * @return the fill
     */
    Fill fill(ParameterSpec parameter, Block block);
}
