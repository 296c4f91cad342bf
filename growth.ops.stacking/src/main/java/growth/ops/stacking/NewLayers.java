package growth.ops.stacking;

import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.operator.GrowthRequest;
import growth.api.options.Option;

/**
 * The place of layers that write nothing at first among those that stay as they are.
 *
 * @param order where
 */
record NewLayers(
        @Option(description = "each new layer right after an old one, spread evenly, or all new layers after the last one, in the order of"
                + " stack", defaultValue = "interleaved") Order order) {
    /** Where new layers stand. */
    enum Order { INTERLEAVED, APPENDED }

    /** Returns the old layers, and silent copies of them in that order; no copies if the depth stays. */
    LayerMap silent(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        return order == Order.APPENDED ? LayerMap.identityAppended(from, to) : LayerMap.identityInterleaved(from, to);
    }

    /** Returns the old layers, and freshly initialised ones in the same places as {@link #silent} copies. */
    LayerMap fresh(GrowthRequest request) {
        LayerMap silent = silent(request);
        return new LayerMap(silent.from(), silent.layers().stream()
                .map(s -> s.silent() ? new LayerMap.Source(IndexMap.NEW, false) : s).toList());
    }
}
