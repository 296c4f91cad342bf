package growth.ops.lossless;

import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.HeadMaps;
import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;

/**
 * Copies MLP neurons and whole heads, which lie between two matrices without a norm, in any multiplicity. The function stays the same for
 * any numbers of copies, because the weights that read the copies are shared among them (growth-methods 1.1 and 1.4).
 */
final class InnerCopies {
    private InnerCopies() {
    }

    /** Chooses the copies of one axis. */
    @FunctionalInterface
    interface Choice {
        /** Returns a map whose first indices are the old ones; of heads, of those of one group. */
        IndexMap map(Axis axis, int from, int to);
    }

    /**
     * Adds the maps of neurons and heads where they grow. Groups of query heads are copied with their key/value head, and all groups grow
     * in the same way, so that the key/value heads' gradients are exact shares. Groups that get smaller (several key/value heads for one)
     * are split with even shares instead ({@link HeadMaps#copy}).
     *
     * @throws growth.api.GrowthException (CONFIGURATION) if heads have no consistent order
     */
    static void add(GrowthMapBuilder map, GrowthRequest request, Choice choice) {
        if (request.grows(Axis.INTERMEDIATE)) {
            map.axis(Axis.INTERMEDIATE, choice.map(Axis.INTERMEDIATE, request.from().intermediate(), request.to().intermediate()));
        }
        if (request.grows(Axis.HEADS) || request.grows(Axis.KV_HEADS)) {
            map.heads(heads(request, choice));
        }
    }

    private static HeadMaps heads(GrowthRequest request, Choice choice) {
        int heads = request.from().heads();
        int groups = request.from().kvHeads();
        int newHeads = request.to().heads();
        int newGroups = request.to().kvHeads();
        if (newHeads / newGroups < heads / groups) {
            return HeadMaps.copy(heads, groups, newHeads, newGroups);
        }
        IndexMap groupMap = choice.map(Axis.KV_HEADS, groups, newGroups);
        return new HeadMaps(groupMap.nested(choice.map(Axis.HEADS, heads / groups, newHeads / newGroups)), groupMap);
    }

    /**
     * Returns the plan with what would part its copies. Copies part where their readers' shares differ. In silent layers nothing reads the
     * copies, so there they stay equal even with uneven shares.
     *
     * @param even   whether shares are even
     * @param uneven the option that makes them uneven
     */
    static GrowthPlan parted(GrowthPlan plan, GrowthRequest request, boolean even, String uneven) {
        boolean silent = request.grows(Axis.LAYERS);
        return plan.parted(request.widens() && (even || silent), silent ? "width and depth in growths of their own, width first"
                + (even ? ", and " + uneven : "") : uneven);
    }
}
