package growth.ops.lossless;

import growth.api.algebra.FillRule;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.MeanCoordinates;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;
import growth.api.random.SplitMix;

/** The map of LEMON (Wang et al. 2024), without the means that LayerNorms need ({@link MeanCoordinates}). */
final class LemonMap {
    private LemonMap() {
    }

    /**
     * @param options the kind of new neurons and heads, and the shares of the readers of copies
     * @throws growth.api.GrowthException (CONFIGURATION) if heads have no consistent order
     */
    static GrowthMap of(GrowthRequest request, LemonOperator.LemonOptions options) {
        boolean uneven = options.shares() == LemonOperator.Shares.UNEVEN;
        InnerCopies.Choice circular = (axis, from, to) -> shared(IndexMap.tile(from, to), uneven, axis, request.seed());
        ModelShape from = request.from();
        ModelShape to = request.to();
        int kept = to.hidden() / from.hidden() * from.hidden();
        double share = kept / (double) to.hidden();
        ModelShape scaled = to.toBuilder().normEpsilon(from.normEpsilon() * share).build();
        GrowthMapBuilder map = GrowthMap.between(from, scaled).fill(FillRule.silent(options.std())).normGain(Math.sqrt(share));
        if (request.grows(Axis.HIDDEN)) {
            IndexMap copies = IndexMap.copying(from.hidden(), to.hidden(), i -> i < kept ? i % from.hidden() : IndexMap.NEW);
            map.axis(Axis.HIDDEN, shared(copies, uneven, Axis.HIDDEN, request.seed()));
        }
        if (options.inner() == LemonOperator.Inner.SILENT) {
            map.pad();
        } else {
            InnerCopies.add(map, request, circular);
        }
        return map.layers(LayerMap.identityInterleaved(from.layers(), to.layers())).build(LemonOperator.NAME);
    }

    private static IndexMap shared(IndexMap copies, boolean uneven, Axis axis, long seed) {
        return uneven ? copies.unevenShares(SplitMix.seed(seed, axis.label())) : copies;
    }
}
