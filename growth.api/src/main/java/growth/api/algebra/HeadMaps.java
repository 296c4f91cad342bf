package growth.api.algebra;

import growth.api.GrowthException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Maps of query heads and key/value heads that stay consistent under grouped-query attention: query head j reads key/value head ⌊j / r⌋
 * with r = heads / kv-heads, so the two must grow in matching orders (growth-methods 1.4). Heads move as a whole.
 *
 * @param query    map of the query heads; its shares split W_O
 * @param keyValue map of the key/value heads; its shares scale gradients only. They are exact where every new group holds all heads of its
 *                 old group equally often (every growth that does not split groups); otherwise they are the mean share of the group's query
 *                 heads
 */
public record HeadMaps(IndexMap query, IndexMap keyValue) {
    /**
     * Copies whole heads; the attention layer's function stays the same.
     *
     * <ul>
     * <li>both n-fold: both are tiled;
     * <li>more query heads per group: tiled within each group;
     * <li>fewer query heads per group: each group is split, its key/value head copied to the parts;
     * <li>anything else by the same rule: groups are tiled, and each is filled with its old group's query heads in turn.
     * </ul>
     *
     * @throws GrowthException (CONFIGURATION) if heads shrink, or new groups are too few to hold all old heads
     */
    public static HeadMaps copy(int heads, int kvHeads, int newHeads, int newKvHeads) {
        requireGrowth(heads, kvHeads, newHeads, newKvHeads);
        int group = heads / kvHeads;
        int newGroup = newHeads / newKvHeads;
        int parts = newGroup >= group ? 1 : (group + newGroup - 1) / newGroup;
        if (newKvHeads < parts * kvHeads) {
            throw refusal("heads " + heads + "/" + kvHeads + " cannot be copied to " + newHeads + "/" + newKvHeads + ": a group of " + group
                    + " query heads needs " + parts + " groups of " + newGroup + ", so give at least " + parts * kvHeads + " kv-heads");
        }
        IndexMap groups = IndexMap.copying(kvHeads, newKvHeads, k -> k % (kvHeads * parts) / parts);
        int[] groupOf = groups.source();
        IndexMap query = IndexMap.copying(heads, newHeads, j -> {
            int k = j / newGroup;
            int part = k % (kvHeads * parts) % parts;
            return groupOf[k] * group + (part * newGroup + j % newGroup) % group;
        });
        return new HeadMaps(query, withShares(groups, query, group));
    }

    /**
     * Adds filled heads at the end of each group, and as new groups.
     *
     * @throws GrowthException (CONFIGURATION) if heads shrink, or old groups would have to be split
     */
    public static HeadMaps pad(int heads, int kvHeads, int newHeads, int newKvHeads) {
        requireGrowth(heads, kvHeads, newHeads, newKvHeads);
        int group = heads / kvHeads;
        int newGroup = newHeads / newKvHeads;
        if (newGroup < group) {
            throw refusal("heads " + heads + "/" + kvHeads + " cannot be padded to " + newHeads + "/" + newKvHeads + ": groups of " + group
                    + " query heads would become groups of " + newGroup + "; copy the heads, or keep at least " + group
                    + " heads per kv-head");
        }
        IndexMap query = new IndexMap(heads, sources(newHeads, j -> {
            boolean old = j / newGroup < kvHeads && j % newGroup < group;
            return old ? j / newGroup * group + j % newGroup : IndexMap.NEW;
        }), ones(newHeads));
        return new HeadMaps(query, IndexMap.pad(kvHeads, newKvHeads));
    }

    /**
     * Returns the same heads, with random shares of W_O ({@link IndexMap#unevenShares}); key/value heads have the mean share of their
     * group.
     */
    public HeadMaps unevenShares(long seed) {
        IndexMap uneven = query.unevenShares(seed);
        return new HeadMaps(uneven, withShares(keyValue, uneven, query.from() / keyValue.from()));
    }

    /** The gradient of a key/value head comes through the W_O shares of the query heads that read it. */
    private static IndexMap withShares(IndexMap groups, IndexMap query, int group) {
        double[] shares = new double[groups.to()];
        double[] queryShares = query.coefficient();
        int newGroup = query.to() / groups.to();
        for (int j = 0; j < queryShares.length; j++) {
            shares[j / newGroup] += queryShares[j] / group;
        }
        return new IndexMap(groups.from(), groups.source(), shares);
    }

    private static int[] sources(int size, IntUnaryOperator source) {
        int[] sources = new int[size];
        Arrays.setAll(sources, source);
        return sources;
    }

    private static double[] ones(int size) {
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static void requireGrowth(int heads, int kvHeads, int newHeads, int newKvHeads) {
        if (newHeads < heads || newKvHeads < kvHeads) {
            throw refusal("heads " + heads + "/" + kvHeads + " cannot shrink to " + newHeads + "/" + newKvHeads
                    + "; give at least as many heads and kv-heads");
        }
    }

    private static GrowthException refusal(String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message);
    }
}
