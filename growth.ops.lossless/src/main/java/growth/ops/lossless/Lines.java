package growth.ops.lossless;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * A dimension of a grown tensor that grows: where its indices come from, and where they are among the tensor's entries.
 *
 * @param map    where the indices come from
 * @param stride how many entries lie between neighbouring indices in row-major order
 */
record Lines(IndexMap map, int stride) {

    /** @return the dimension of that flow that grows, if there is one; no tensor has two */
    static Optional<Lines> growing(ParameterSpec spec, GrowthMap growth, Dimension.Flow flow) {
        List<Dimension> dimensions = spec.dimensions();
        Lines found = null;
        int stride = 1;
        for (int i = dimensions.size() - 1; i >= 0; i--) {
            IndexMap map = map(dimensions.get(i), growth);
            found = dimensions.get(i).flow() == flow && !map.isIdentity() ? new Lines(map, stride) : found;
            stride *= map.to();
        }
        return Optional.ofNullable(found);
    }

    /** @return for each index whether another one before it has the same source */
    boolean[] copied() {
        return map.repeated();
    }

    /** @return the index of an entry */
    int at(int entry) {
        return entry / stride % map.to();
    }

    /** @return the entry of another index in the same line */
    int entry(int entry, int index) {
        return entry + (index - at(entry)) * stride;
    }

    private static IndexMap map(Dimension dimension, GrowthMap growth) {
        return dimension.axes().stream().map(axis -> map(axis, growth)).reduce(IndexMap::nested).orElseThrow();
    }

    private static IndexMap map(Axis axis, GrowthMap growth) {
        return growth.axes().get(axis) instanceof IndexMap index ? index : IndexMap.identity(growth.to().size(axis));
    }
}
