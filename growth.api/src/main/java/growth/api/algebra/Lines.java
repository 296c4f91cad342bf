package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * A growing dimension of a grown tensor, for steps that work on its indices: where they come from, and where they lie among the tensor's
 * entries.
 *
 * @param map    where the indices come from
 * @param stride how many entries lie between neighbouring indices in row-major order
 */
public record Lines(IndexMap map, int stride) {

    /** Returns the dimension of that flow that grows, if there is one; no tensor has two. */
    public static Optional<Lines> growing(ParameterSpec spec, GrowthMap growth, Dimension.Flow flow) {
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

    /** Returns whether an earlier index has the same source, for each index. */
    public boolean[] copied() {
        return map.repeated();
    }

    /** Returns the index of an entry. */
    public int at(int entry) {
        return entry / stride % map.to();
    }

    /** Returns the entry of another index in the same line. */
    public int entry(int entry, int index) {
        return entry + (index - at(entry)) * stride;
    }

    /** Returns where the indices of a dimension come from. */
    static IndexMap map(Dimension dimension, GrowthMap growth) {
        return dimension.axes().stream().map(axis -> map(axis, growth)).reduce(IndexMap::nested).orElseThrow();
    }

    private static IndexMap map(Axis axis, GrowthMap growth) {
        return growth.axes().get(axis) instanceof IndexMap index ? index : IndexMap.identity(growth.to().size(axis));
    }
}
