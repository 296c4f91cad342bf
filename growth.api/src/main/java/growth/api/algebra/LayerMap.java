package growth.api.algebra;

import growth.api.GrowthException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Where the blocks of the grown model come from (growth-methods 1.5).
 *
 * @param from   number of old blocks, l
 * @param layers for each new block its source
 */
public record LayerMap(int from, List<Source> layers) {
    /**
     * Source of one new block.
     *
     * @param layer  the old block it copies, or {@link IndexMap#NEW} for a freshly initialised one
     * @param silent whether what it writes to the residual stream (W_O, W_down and their biases) is zero, so that a pre-norm block is the
     *               identity
     */
    public record Source(int layer, boolean silent) {
        /** Returns whether the block is freshly initialised. */
        public boolean fresh() {
            return layer == IndexMap.NEW;
        }
    }

    public LayerMap {
        layers = List.copyOf(layers);
        for (Source s : layers) {
            if (s.layer() < IndexMap.NEW || s.layer() >= from) {
                throw new IllegalArgumentException("source layer " + s.layer() + " is not a layer below " + from);
            }
        }
    }

    /** Returns the map that changes nothing. */
    public static LayerMap identity(int layers) {
        return copies(layers, layers, i -> i);
    }

    /** Returns the map whose blocks are copies of these, in this order. */
    public static LayerMap of(int from, int... layers) {
        return new LayerMap(from, IntStream.of(layers).mapToObj(i -> new Source(i, false)).toList());
    }

    /**
     * Repeats the whole stack, 0 1 2 0 1 2: G_stack (Du et al. 2024, appendix A). The paper grows by whole factors only. If {@code to} is
     * not a multiple of {@code from}, the rest are the <em>last</em> {@code to mod from} blocks, as in Yao et al. 2024: 3 to 8 gives 0 1 2
     * 0 1 2 1 2, so that the model still ends with the old model's last blocks in their order.
     */
    public static LayerMap stack(int from, int to) {
        int whole = to / from * from;
        return copies(from, to, i -> i < whole ? i % from : from - to + i);
    }

    /** Repeats every block beside itself, 0 0 1 1 2 2: block i comes from ⌊i·l/L⌋. */
    public static LayerMap interpolate(int from, int to) {
        return copies(from, to, i -> (int) ((long) i * from / to));
    }

    /**
     * Inserts silent copies right after their sources, spread evenly (LLaMA-Pro, Wu et al. 2024): 2 to 4 gives 0 0° 1 1°, 4 to 6 gives 0 1
     * 1° 2 3 3°. Of L − l copies, ⌊(i+1)(L−l)/l⌋ − ⌊i(L−l)/l⌋ follow block i.
     */
    public static LayerMap identityInterleaved(int from, int to) {
        requireGrowth(from, to);
        return identityAfter(from, i -> (int) ((i + 1L) * (to - from) / from - (long) i * (to - from) / from));
    }

    /**
     * Inserts silent copies right after their sources.
     *
     * @param copies how many follow each old block
     */
    public static LayerMap identityAfter(int from, IntUnaryOperator copies) {
        List<Source> layers = new ArrayList<>();
        for (int i = 0; i < from; i++) {
            layers.add(new Source(i, false));
            layers.addAll(Collections.nCopies(copies.applyAsInt(i), new Source(i, true)));
        }
        return new LayerMap(from, layers);
    }

    /** Appends silent copies in the order of {@link #stack}: 0 1 2 0° 1° 2°. */
    public static LayerMap identityAppended(int from, int to) {
        List<Source> stacked = stack(from, to).layers;
        return new LayerMap(from, IntStream.range(0, to).mapToObj(i -> new Source(stacked.get(i).layer(), i >= from)).toList());
    }

    /** Appends a copy of the last {@code to − from} blocks (gradual stacking; Reddi et al. 2023): 3 to 4 gives 0 1 2 2. */
    public static LayerMap lastBlock(int from, int to) {
        if (to > 2 * from) {
            throw refusal("the last " + (to - from) + " of " + from + " layers cannot be copied; grow to at most " + 2 * from);
        }
        return copies(from, to, i -> i < from ? i : i - (to - from));
    }

    /**
     * Copies the middle block right after itself (MIDAS, Saunshi et al. 2024): block ⌈n/2⌉ of the n = l/b blocks of b layers; 6 layers by b
     * = 2: 0 1 2 3 2 3 4 5.
     *
     * @param block layers of a block, b; divides {@code from}
     */
    public static LayerMap middleBlock(int from, int block) {
        if (block < 1 || from % block != 0) {
            throw refusal("blocks of " + block + " layers do not divide " + from + " layers; choose a divisor");
        }
        int end = (from / block + 1) / 2 * block;
        return copies(from, from + block, i -> i < end ? i : i - block);
    }

    /**
     * Joins the model without its last k layers and the model without its first k (SOLAR, Kim et al. 2023); k = l − L/2. 4 to 6: 0 1 2 1 2
     * 3.
     */
    public static LayerMap overlap(int from, int to) {
        if (to % 2 != 0 || to > 2 * from) {
            throw refusal("two overlapping copies of " + from + " layers make an even number up to " + 2 * from + ", not " + to);
        }
        return copies(from, to, i -> i < to / 2 ? i : i - to + from);
    }

    private static LayerMap copies(int from, int to, IntUnaryOperator source) {
        requireGrowth(from, to);
        return new LayerMap(from, IntStream.range(0, to).mapToObj(i -> new Source(source.applyAsInt(i), false)).toList());
    }

    private static void requireGrowth(int from, int to) {
        if (to < from) {
            throw refusal(from + " layers cannot shrink to " + to + "; the new depth must be at least the old one");
        }
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }

    /** Returns the map that is first this one, then the next; a copy of a silent block is silent. */
    public LayerMap then(LayerMap next) {
        if (next.from != to()) {
            throw new IllegalArgumentException("a map from " + next.from + " layers cannot follow a map to " + to());
        }
        IntFunction<Source> at = i -> {
            Source last = next.layers.get(i);
            if (last.fresh()) {
                return last;
            }
            Source first = layers.get(last.layer());
            return new Source(first.layer(), first.silent() || last.silent());
        };
        return new LayerMap(from, IntStream.range(0, next.to()).mapToObj(at).toList());
    }

    /** Returns whether new block {@code i} repeats the source of a block before it. */
    public boolean repeated(int i) {
        int source = layers.get(i).layer();
        return source != IndexMap.NEW && layers.subList(0, i).stream().anyMatch(s -> s.layer() == source);
    }

    /**
     * @return the new blocks that were inserted, ascending: fresh ones, silent ones, and every copy of an old block after its first copy
     *         that is not silent
     */
    public List<Integer> inserted() {
        return IntStream.range(0, to()).filter(i -> {
            Source source = layers.get(i);
            return source.fresh() || source.silent() || layers.subList(0, i).contains(source);
        }).boxed().toList();
    }

    /** Returns whether every block comes from the old one of the same number. */
    public boolean isIdentity() {
        return equals(identity(from));
    }

    /** Returns the number of new blocks. */
    public int to() {
        return layers.size();
    }
}
