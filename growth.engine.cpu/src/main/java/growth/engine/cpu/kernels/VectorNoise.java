package growth.engine.cpu.kernels;

import growth.engine.common.random.RowNoise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link RowNoise} with the Vector API. */
final class VectorNoise {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    private VectorNoise() {
    }

    /** Returns the distances of the keys of neighbouring positions from that of the first. */
    static IntVector steps() {
        return IntVector.zero(INTS).addIndex(1).mul(RowNoise.STEP);
    }

    /** Returns where the noise of keys is below the threshold. */
    static VectorMask<Float> below(int threshold, IntVector keys) {
        IntVector h = keys.lanewise(VectorOperators.XOR, keys.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_1)).mul(RowNoise.MIX_1);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_2)).mul(RowNoise.MIX_2);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, RowNoise.SHIFT_1))
                .lanewise(VectorOperators.LSHR, RowNoise.UNUSED_BITS);
        return h.compare(VectorOperators.LT, threshold).cast(FLOATS);
    }
}
