package growth.data.masking;

import growth.api.data.Batch;
import growth.api.random.SplitMix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * BERT's masking (Devlin et al. 2019, BERT: Pre-training of Deep Bidirectional Transformers, section 3.1 and appendix A.1): a share of the
 * tokens is chosen to be guessed; of these the model sees the mask in 80%, a random token in 10%, the token itself in 10% of the cases.
 * A function of the row and a key, without state.
 *
 * <p>A row of n tokens that can be chosen has a budget of ⌊n · probability + u⌋ of them, u uniform in [0, 1), but at least one; so the
 * share is kept on average whatever the length. With whole words (the authors' later code), words are chosen in random order; one that
 * does not fit into what is left of the budget is passed over, but if none fits at all, the first is taken.
 *
 * @param probability share of the tokens to be guessed
 * @param mask        the id that stands for a masked token
 * @param vocabulary  ids there are; random tokens come from all of them but the special ones
 * @param special     ids that are neither chosen nor drawn, the mask among them
 * @param words       where words go on, if whole words are to be chosen
 */
public record Masking(double probability, int mask, int vocabulary, BitSet special, Optional<WordBoundaries> words) {
    private static final long BUDGET = 1;
    private static final long ORDER = 2;
    private static final long FATE = 3;
    private static final long DRAW = 4;
    private static final long TENTHS = 10;
    private static final long MASKED = 8;
    private static final long DRAWN = 9;

    public Masking {
        special = (BitSet) special.clone();
        special.set(mask);
        if (special.get(0, vocabulary).cardinality() == vocabulary) {
            throw new IllegalArgumentException("none of " + vocabulary + " ids is left that is not special");
        }
    }

    /**
     * Masks a row. At least one token is chosen unless all ids are special.
     *
     * @param row token ids, {@code [T]}; not changed
     * @param key decides everything random
     */
    MaskedRow apply(int[] row, long key) {
        int[] inputs = row.clone();
        int[] labels = new int[row.length];
        Arrays.fill(labels, Batch.IGNORED);
        List<int[]> units = units(row);
        int room = budget(units.stream().mapToInt(unit -> unit.length).sum(), key);
        boolean nothing = true;
        for (int[] unit : shuffled(units, key)) {
            if (unit.length <= room || nothing && largerThan(units, room)) {
                nothing = false;
                room -= unit.length;
                for (int position : unit) {
                    labels[position] = row[position];
                    inputs[position] = replacement(row[position], position, key);
                }
            }
            if (room <= 0) {
                break;
            }
        }
        return new MaskedRow(inputs, labels);
    }

    private static boolean largerThan(List<int[]> units, int room) {
        return units.stream().allMatch(unit -> unit.length > room);
    }

    /** What is chosen or not as a whole: the positions of a word or of a token. */
    private List<int[]> units(int[] row) {
        List<int[]> units = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < row.length; i++) {
            boolean last = i + 1 == row.length || !joined(row[i], row[i + 1]);
            if (special.get(row[i])) {
                start = i + 1;
            } else if (last) {
                units.add(range(start, i + 1));
                start = i + 1;
            }
        }
        return units;
    }

    private boolean joined(int before, int id) {
        return words.isPresent() && !special.get(id) && words.get().continues(before, id);
    }

    private int budget(int tokens, long key) {
        double uniform = (SplitMix.hash(key, BUDGET) >>> 11) * 0x1p-53;
        return Math.max(1, (int) Math.floor(tokens * probability + uniform));
    }

    private static List<int[]> shuffled(List<int[]> units, long key) {
        for (int i = units.size() - 1; i > 0; i--) {
            int other = (int) SplitMix.below(i + 1L, key, ORDER, i);
            units.set(other, units.set(i, units.get(other)));
        }
        return units;
    }

    private int replacement(int id, int position, long key) {
        long fate = SplitMix.below(TENTHS, key, FATE, position);
        if (fate < MASKED) {
            return mask;
        }
        return fate < DRAWN ? draw(position, key) : id;
    }

    private int draw(int position, long key) {
        for (long attempt = 0;; attempt++) {
            int id = (int) SplitMix.below(vocabulary, key, DRAW, position, attempt);
            if (!special.get(id)) {
                return id;
            }
        }
    }

    private static int[] range(int from, int to) {
        int[] positions = new int[to - from];
        Arrays.setAll(positions, i -> from + i);
        return positions;
    }

    /**
     * A sequence with gaps.
     *
     * @param inputs what the model sees, {@code [T]}
     * @param labels the tokens to be guessed, at all other places {@link growth.api.data.Batch#IGNORED}, {@code [T]}
     */
    record MaskedRow(int[] inputs, int[] labels) {
    }

    /** Tells where words go on. */
    @FunctionalInterface
    public interface WordBoundaries {
        /** Returns whether {@code id} belongs to the word that {@code before}, the token before it, ends with. */
        boolean continues(int before, int id);
    }
}
