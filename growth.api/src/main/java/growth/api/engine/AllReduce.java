package growth.api.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sums over all ranks of a data-parallel run. Each rank gives its values and gets the sums in their place. The order of the additions
 * depends on the number of ranks and the length alone, so that all ranks get the same bits, and a repeated run gets them again. All ranks
 * make the same calls with the same lengths in the same order; a rank makes one at a time, from whichever thread. A call ends when the sums
 * are there; if a rank is lost it throws a {@link growth.api.GrowthException}, and the values are anything.
 */
@ProviderType
public interface AllReduce {
    /** Of a run of one rank: the sums are the values. */
    AllReduce ALONE = new AllReduce() {
        @Override
        public void sum(double[] values) {
            // there is nobody to add
        }

        @Override
        public void sum(INDArray flat) {
            // there is nobody to add
        }
    };

    /** Sums a few numbers in double precision, in place. */
    void sum(double[] values);

    /**
     * Sums many numbers in single precision, in place.
     *
     * @param flat float32, {@code [n]}, neighbours in memory; may be a view of a larger array
     */
    void sum(INDArray flat);
}
