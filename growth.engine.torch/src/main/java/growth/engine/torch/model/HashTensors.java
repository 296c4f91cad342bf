package growth.engine.torch.model;

import growth.engine.common.random.RowNoise;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Integers;
import growth.engine.torch.aten.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The hashes behind dropout (growth.api.random.SplitMix and {@link RowNoise}) by integer operators on the device. Products of 64 bits wrap
 * as in Java; of 32 bits, they are the low halves of 64.
 */
final class HashTensors {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long INT = 0xFFFFFFFFL;

    private final Aten aten;
    private final Integers integers;
    private final long most;

    /** @param most most numbers of 8 bytes that are made at a time, if those of a sequence are not more; two such tensors are alive */
    HashTensors(Aten aten, long most) {
        this.aten = aten;
        this.most = most;
        integers = aten.integers();
    }

    /** Returns what {@code SplitMix.hash} makes of the numbers of rows before it chains them, I64 of the same shape. */
    Tensor rows(Tensor numbers) {
        try (Arena arena = aten.open()) {
            return arena.keep(mix(integers.add(numbers, GOLDEN)));
        }
    }

    /**
     * Returns the keys of rows: the upper halves of {@code SplitMix.hash(…, row)}.
     *
     * @param seed the hash of everything before the row
     * @param rows {@link #rows}
     * @return I64 from 0 to 2³² − 1, of that shape
     */
    Tensor keys(long seed, Tensor rows) {
        try (Arena arena = aten.open()) {
            return arena.keep(shift(mix(integers.xor(rows, seed + GOLDEN)), Integer.SIZE));
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
        return integers.mul(integers.range(columns), Integer.toUnsignedLong(RowNoise.STEP));
    }

    /**
     * Returns whether {@link RowNoise#bits} of each place of each row are below a threshold. Whole numbers take eight bytes, so that some
     * sequences at a time are decided about.
     *
     * @param keys      keys of rows, {@code [sequences, ..., 1]}
     * @param places    {@link #places}, {@code [columns]}
     * @param threshold of 24 bits
     * @return BOOL {@code [sequences, ..., columns]}
     */
    Tensor below(Tensor keys, Tensor places, int threshold) {
        long sequences = keys.size(0);
        long portion = Math.max(1, Math.min(sequences, most / (keys.numel() / sequences * places.numel())));
        if (portion == sequences) {
            return decide(keys, places, threshold);
        }
        try (Arena arena = aten.open()) {
            List<Tensor> parts = new ArrayList<>();
            for (long from = 0; from < sequences; from += portion) {
                parts.add(decide(aten.narrow(keys, 0, from, Math.min(portion, sequences - from)), places, threshold));
            }
            return arena.keep(aten.cat(parts, 0));
        }
    }

    private Tensor decide(Tensor keys, Tensor places, int threshold) {
        Tensor sums = aten.add(keys, places);
        Tensor h = spread(instead(sums, integers.and(sums, INT)), RowNoise.SHIFT_1, RowNoise.MIX_1);
        h = fold(spread(h, RowNoise.SHIFT_2, RowNoise.MIX_2), RowNoise.SHIFT_1);
        // the comparison sees the upper 24 of 32 bits
        return instead(h, integers.lt(h, (long) threshold << RowNoise.UNUSED_BITS));
    }

    private Tensor spread(Tensor h, int bits, int factor) {
        Tensor folded = fold(h, bits);
        Tensor product = instead(folded, integers.mul(folded, Integer.toUnsignedLong(factor)));
        return instead(product, integers.and(product, INT));
    }

    private Tensor fold(Tensor h, int bits) {
        Tensor shifted = integers.shiftRight(h, bits);
        return instead(shifted, instead(h, integers.xor(h, shifted)));
    }

    /** Releases a tensor that is as large as attention's probabilities, or as a branch's output, as soon as another stands in its place. */
    private static Tensor instead(Tensor used, Tensor next) {
        used.release();
        return next;
    }
}
