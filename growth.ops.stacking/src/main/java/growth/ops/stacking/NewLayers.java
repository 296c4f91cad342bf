package growth.ops.stacking;

import growth.api.algebra.IndexMap;
import growth.api.algebra.LayerMap;
import growth.api.operator.GrowthRequest;
import growth.api.options.OptionSpec;
import java.util.List;

/** Where layers stand that write nothing at first, among those that stay as they are. */
final class NewLayers {
    private static final String APPENDED = "appended";
    /** The option that says where they stand. */
    static final OptionSpec ORDER = OptionSpec.choice("order", List.of("interleaved", APPENDED), "interleaved",
            "each new layer right after an old one, spread evenly, or all new layers after the last one, in the order of stack");

    private NewLayers() {
    }

    /** @return the old layers, and silent copies of them in the order that was asked for; no copies if the depth stays */
    static LayerMap silent(GrowthRequest request) {
        int from = request.from().layers();
        int to = request.to().layers();
        boolean appended = request.options().text(ORDER.name()).equals(APPENDED);
        return appended ? LayerMap.identityAppended(from, to) : LayerMap.identityInterleaved(from, to);
    }

    /** @return the old layers, and freshly initialised ones in the same places as {@link #silent} copies */
    static LayerMap fresh(GrowthRequest request) {
        LayerMap silent = silent(request);
        return new LayerMap(silent.from(), silent.layers().stream()
                .map(s -> s.silent() ? new LayerMap.Source(IndexMap.NEW, false) : s).toList());
    }
}
