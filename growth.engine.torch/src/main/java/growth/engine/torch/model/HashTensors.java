package growth.engine.torch.model;

import growth.engine.common.random.RowNoise;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Integers;
import growth.engine.torch.aten.Tensor;
import java.util.stream.LongStream;

/**
 * The hashes behind dropout (growth.api.random.SplitMix and {@link RowNoise}) by integer operators on the device. Products of 64 bits wrap
 * as in Java; of 32 bits, they are the low halves of 64.
 */
final class HashTensors {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long INT = 0xFFFFFFFFL;

    private final Aten aten;
    private final Integers integers;

    HashTensors(Aten aten) {
        this.aten = aten;
        integers = aten.integers();
    }

    /**
     * Returns the keys of rows: the upper halves of {@code SplitMix.hash(…, row)}.
     *
     * @param seed the hash of everything before the row
     * @param rows numbers of rows, I64 of any shape
     * @return I64 from 0 to 2³² − 1, of that shape
     */
    Tensor keys(long seed, Tensor rows) {
        try (Arena arena = aten.open()) {
            Tensor row = mix(integers.add(rows, GOLDEN));
            return arena.keep(shift(mix(integers.xor(row, seed + GOLDEN)), Integer.SIZE));
        }
    }

    /** SplitMix64's finaliser. */
    private Tensor mix(Tensor value) {
        Tensor z = integers.mul(integers.xor(value, shift(value, 30)), 0xBF58476D1CE4E5B9L);
        z = integers.mul(integers.xor(z, shift(z, 27)), 0x94D049BB133111EBL);
        return integers.xor(z, shift(z, 31));
    }

    /** Shifts to the right without the sign. */
    private Tensor shift(Tensor value, int bits) {
        return integers.and(integers.shiftRight(value, bits), -1L >>> bits);
    }

    /** Returns what {@link RowNoise#bits} adds to a key for each place of a row, I64 {@code [columns]}. */
    Tensor places(long columns) {
        return integers.mul(aten.tensors().upload(LongStream.range(0, columns).toArray(), columns), Integer.toUnsignedLong(RowNoise.STEP));
    }

    /**
     * Returns whether {@link RowNoise#bits} of each place of each row are below a threshold.
     *
     * @param keys      keys of rows, {@code [..., 1]}
     * @param places    {@link #places}, {@code [columns]}
     * @param threshold of 24 bits
     * @return BOOL {@code [..., columns]}
     */
    Tensor below(Tensor keys, Tensor places, int threshold) {
        try (Arena arena = aten.open()) {
            Tensor h = integers.and(aten.add(keys, places), INT);
            h = spread(h, RowNoise.SHIFT_1, RowNoise.MIX_1);
            h = spread(h, RowNoise.SHIFT_2, RowNoise.MIX_2);
            // the comparison sees the upper 24 of 32 bits
            Tensor mixed = integers.xor(h, integers.shiftRight(h, RowNoise.SHIFT_1));
            return arena.keep(integers.lt(mixed, (long) threshold << RowNoise.UNUSED_BITS));
        }
    }

    private Tensor spread(Tensor h, int bits, int factor) {
        Tensor mixed = integers.xor(h, integers.shiftRight(h, bits));
        return integers.and(integers.mul(mixed, Integer.toUnsignedLong(factor)), INT);
    }
}
